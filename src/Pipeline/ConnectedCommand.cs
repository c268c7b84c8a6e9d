using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using RestoreSessions.Api;

namespace RestoreSessions.Pipeline;

/// <summary>The base of the cmdlets that talk to servers: this runspace's, or those named by <see cref="Connection"/>.</summary>
public abstract class ConnectedCommand : RestoreCommand
{
    /// <summary>The connections to use, as Connect-RestoreServer -PassThru and Get-RestoreConnection return them; by default all of this runspace's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>Runs work on every connection side by side.</summary>
    private protected void RunOnEach(Func<RestoreApi, CommandOutput, Task> work) => RunSideBySide(
        Resolve(), (server, output, cancellation) => work(output.Open(server, cancellation), output));

    /// <summary>The connections to use.</summary>
    /// <exception cref="PipelineStoppedException">There is none; the error NotConnected has been written.</exception>
    private protected IReadOnlyList<ServerConnection> Resolve()
    {
        IReadOnlyList<ServerConnection> servers = Connection is null ? Connections.Current.Open : Connection.OfType<ServerConnection>().Distinct().ToArray();
        if (servers.Count == 0)
        {
            ThrowTerminatingError(Errors.NotConnected());
        }

        return servers;
    }

    /// <summary>A session, and where it may be.</summary>
    private protected SessionTarget TargetOf(RestoreSession session) => new(session.Id, session, ServersOf(session));

    private IReadOnlyList<ServerConnection> ServersOf(RestoreSession session) => session.Connection switch
    {
        ServerConnection { IsOpen: true } own => new[] { own },

        // After a reconnect, another connection to the same server is used; a session from a test or a file is looked up on every connection.
        _ when Resolve().Where(server => server.Server == session.Server).ToArray() is { Length: > 0 } same => same,
        _ => Resolve(),
    };
}
