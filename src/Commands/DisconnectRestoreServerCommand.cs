using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Connections;
using RestoreSessions.Execution;
using RestoreSessions.Http;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Logs off and drops the tokens of the given connections, or of all of this runspace's.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "RestoreServer", HelpUri = OnlineHelp.Authorization)]
[OutputType(typeof(void))]
public sealed class DisconnectRestoreServerCommand : RestoreCommand
{
    // A script that ends has to wait for the logout. Where a server does not answer it, the token expires by itself.
    private static readonly TimeSpan LongestLogout = TimeSpan.FromSeconds(5);

    private readonly List<ServerConnection> _closed = new();

    /// <summary>The connections to close, or the names of their servers, with wildcards; by default all of this runspace's.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Server")]
    [ConnectionInput(IsToClose = true)]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>Closes the connections: nobody can use them any more.</summary>
    private protected override void Process()
    {
        RunspaceConnections own = RunspaceConnections.Current;
        Forget(own);
        IReadOnlyList<ServerConnection> closing = Connection is null ? own.Open : Connection.OfType<ServerConnection>().ToArray();
        foreach (ServerConnection connection in closing)
        {
            own.Remove(connection);
            if (connection.Close())
            {
                _closed.Add(connection);
            }
        }
    }

    /// <summary>Logs out of all of them, side by side. A failed logout is not an error: the token expires by itself.</summary>
    private protected override void End() =>
        Run(output => Task.WhenAll(_closed.Select(connection => LogOutAsync(connection, output))));

    /// <summary>Drops the tokens, whatever has come before.</summary>
    protected override void Dispose(bool disposing)
    {
        _closed.ForEach(connection => connection.Dispose());
        base.Dispose(disposing);
    }

    // Whoever closes a server no longer wants reports to name it as not connected.
    private void Forget(RunspaceConnections own)
    {
        if (Connection is null)
        {
            own.Forget();
        }

        foreach (RestoreConnection connection in Connection ?? [])
        {
            own.Forget(connection.Server);
        }
    }

    private static async Task LogOutAsync(ServerConnection connection, CommandOutput output)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(output.Cancellation);
        late.CancelAfter(LongestLogout);
        try
        {
            await connection.LogOutAsync(output.Verbose, late.Token).ConfigureAwait(false);
        }
        catch (RestFailure failure)
        {
            output.Verbose($"{failure.Server} was not told of the logout: {failure.Message}");
        }
        catch (OperationCanceledException) when (!output.Cancellation.IsCancellationRequested)
        {
            output.Verbose($"{connection.Server} was not told of the logout: it had not answered after {LongestLogout.TotalSeconds} s");
        }
    }
}
