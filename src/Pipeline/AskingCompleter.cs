using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Paging;

namespace RestoreSessions.Pipeline;

/// <summary>The base of what Tab offers from servers. Answers that take longer than a person waits for Tab are left out, and so are failures.</summary>
internal abstract class AskingCompleter : Completer
{
    /// <summary>The most values to offer.</summary>
    protected const int Most = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>Asks the servers that -Connection names, or else all of this runspace's, side by side.</summary>
    /// <param name="connection">The value of -Connection in the command line so far; null for none.</param>
    /// <param name="ask">What to ask one server for.</param>
    protected static void Ask(object? connection, Func<RestoreApi, Task> ask)
    {
        CancellationTokenSource late = new(Patience);
        CancellationToken cancellation = late.Token;
        Task all = Task.WhenAll(Chosen(connection).Select(server => Task.Run(
            () => ask(new RestoreApi(server, server.Talk(_ => { }, cancellation), () => new ListingCount())), CancellationToken.None)));
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
    }

    /// <summary>Lists the sessions of the last 30 days.</summary>
    protected static Task ListRecentAsync(RestoreApi api, Action<IReadOnlyList<RestoreSession>> found) =>
        api.ListSessionsAsync(new SessionQuery { StartTimeFrom = api.ServerTimeNow - Recent }, found);

    private static IReadOnlyList<ServerConnection> Chosen(object? connection)
    {
        try
        {
            return connection is null ? Connections.Current.Open : ConnectionInputAttribute.ReadAll(connection);
        }
        catch (ArgumentTransformationMetadataException)
        {
            return Array.Empty<ServerConnection>();
        }
    }
}
