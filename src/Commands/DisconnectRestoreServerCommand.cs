using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Logs off and drops the tokens of the given connections, or of all of this runspace's.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "RestoreServer", HelpUri = OnlineHelp.Authorization)]
[OutputType(typeof(void))]
public sealed class DisconnectRestoreServerCommand : RestoreCommand
{
    /// <summary>The connections to close, or the names of their servers, with wildcards; by default all of this runspace's.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Server")]
    [ConnectionInput(PatternMayMatchNone = true)]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>Closes the connections. A failed logout is not an error: the token expires by itself.</summary>
    protected override void ProcessRecord()
    {
        Connections own = Connections.Current;
        IReadOnlyList<ServerConnection> closing = Connection is null ? own.Open : Connection.OfType<ServerConnection>().ToArray();
        foreach (ServerConnection connection in closing)
        {
            own.Remove(connection);
            using (connection)
            {
                Run((output, cancellation) => LogOutAsync(connection, output, cancellation));
            }
        }
    }

    private static async Task LogOutAsync(ServerConnection connection, CommandOutput output, CancellationToken cancellation)
    {
        try
        {
            await connection.LogOutAsync(output.Verbose, cancellation).ConfigureAwait(false);
        }
        catch (RestFailure failure)
        {
            output.Verbose($"{failure.Server} was not told of the logout: {failure.Message}");
        }
    }
}
