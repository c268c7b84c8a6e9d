using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Connections;
using RestoreSessions.Paging;
using RestoreSessions.Parameters;

namespace RestoreSessions.Completion;

/// <summary>The base of what Tab offers from servers. Answers that take longer than a person waits for Tab are left out, and so are failures.</summary>
internal abstract class AskingCompleter : Completer
{
    /// <summary>The most values to offer.</summary>
    protected const int Most = 50;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>How long the servers are waited for. Tests set another time, because a busy machine may take longer.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Asks the servers that -Connection names, or else all of this runspace's, side by side.</summary>
    /// <returns>What each has found until then.</returns>
    /// <param name="connection">The value of -Connection in the command line so far; null for none.</param>
    /// <param name="ask">
    /// Asks one server, and tells what it has found so far, as often as it likes. It tells lists that it does not change any more: they are read
    /// while it may still be going on.
    /// </param>
    protected static IEnumerable<T> Ask<T>(object? connection, Func<RestoreApi, Action<IReadOnlyList<T>>, Task> ask)
    {
        IReadOnlyList<ServerConnection> servers = Chosen(connection);
        IReadOnlyList<T>[] latest = servers.Select(_ => (IReadOnlyList<T>)Array.Empty<T>()).ToArray();
        CancellationTokenSource late = new(Patience);
        CancellationToken cancellation = late.Token;
        Task all = Task.WhenAll(servers.Select((server, at) => Task.Run(
            () => ask(new RestoreApi(server, server.OpenClient(_ => { }, cancellation), () => new ListingCount()), found => Volatile.Write(ref latest[at], found)), CancellationToken.None)));
        try
        {
            all.Wait(cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // The time is over: what has arrived is offered.
        }

        // Nothing waits for the cancelled listing; its cancellation source is disposed when it has ended.
        late.Cancel();
        _ = all.ContinueWith(_ => late.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return Enumerable.Range(0, latest.Length).SelectMany(at => Volatile.Read(ref latest[at])).ToArray();
    }

    /// <summary>Lists the sessions of the last 30 days.</summary>
    protected static Task ListRecentAsync(RestoreApi api, Action<IReadOnlyList<RestoreSession>> found) =>
        api.ListSessionsAsync(new SessionQuery { StartTimeFrom = api.ServerTimeNow - Recent }, found);

    private static IReadOnlyList<ServerConnection> Chosen(object? connection)
    {
        try
        {
            return connection is null ? RunspaceConnections.Current.Open : ConnectionInputAttribute.ReadAll(connection);
        }
        catch (ArgumentTransformationMetadataException)
        {
            return Array.Empty<ServerConnection>();
        }
    }
}
