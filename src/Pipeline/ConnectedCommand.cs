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

    /// <summary>A session, and where it may be: on the server that it names, or anywhere if it names none.</summary>
    private protected SessionTarget TargetOf(RestoreSession session)
    {
        string? server = session.Server ?? session.Connection?.Server;
        return string.IsNullOrEmpty(server)
            ? new SessionTarget(session.Id, session, Resolve())
            : new SessionTarget(session.Id, session, Candidates(session).Where(one => string.Equals(one.Server, server, StringComparison.OrdinalIgnoreCase)).ToArray());
    }

    // A session of another runspace brings its connection along, which serves while this runspace has none to the same server.
    private IEnumerable<ServerConnection> Candidates(RestoreSession session) =>
        Connection is null && session.Connection is ServerConnection { IsOpen: true } own ? Connections.Current.Open.Append(own) : Resolve();
}
