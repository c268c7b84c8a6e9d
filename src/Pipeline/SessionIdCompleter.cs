using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Paging;

namespace RestoreSessions.Pipeline;

/// <summary>Completes an identifier with those of recent sessions, the newest first; the tooltip describes each.</summary>
/// <remarks>The servers are asked for it. Answers that take longer than a person waits for Tab are left out, and so are failures.</remarks>
internal sealed class SessionIdCompleter : IArgumentCompleter
{
    private const int Most = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        IReadOnlyList<ServerConnection> servers = Chosen(fakeBoundParameters["Connection"]);
        return Newest(servers, session => session.Id.ToString().StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(session => new CompletionResult(
                session.Id.ToString(), session.Id.ToString(), CompletionResultType.ParameterValue, VisibleText.Of($"{session.Description}: {session.State}, {session.Result}")));
    }

    private static IReadOnlyList<ServerConnection> Chosen(object? named)
    {
        try
        {
            return named is null ? Connections.Current.Open : ConnectionInputAttribute.ReadAll(named);
        }
        catch (ArgumentTransformationMetadataException)
        {
            return Array.Empty<ServerConnection>();
        }
    }

    private static IReadOnlyList<RestoreSession> Newest(IReadOnlyList<ServerConnection> servers, Func<RestoreSession, bool> matches)
    {
        NewestSessions newest = new(Most);
        CancellationTokenSource late = new(Patience);
        CancellationToken cancellation = late.Token;
        Task[] reading = servers.Select(server => Task.Run(() => ReadAsync(server, newest, matches, cancellation), CancellationToken.None)).ToArray();
        Task all = Task.WhenAll(reading);
        try
        {
            all.Wait(cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // The time is over: the sessions that have arrived are offered.
        }

        // Nothing waits for the cancelled listing; its cancellation source is disposed when it has ended.
        late.Cancel();
        _ = all.ContinueWith(_ => late.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return newest.ToList();
    }

    private static Task ReadAsync(ServerConnection server, NewestSessions newest, Func<RestoreSession, bool> matches, CancellationToken cancellation)
    {
        RestoreApi api = new(server, server.Talk(_ => { }, cancellation), () => new ListingCount());
        return api.ListSessionsAsync(new SessionQuery { StartTimeFrom = api.ServerTimeNow - Recent }, session =>
        {
            if (matches(session))
            {
                newest.Add(session);
            }

            return true;
        });
    }
}
