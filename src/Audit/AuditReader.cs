using RestoreSessions.Api;
using RestoreSessions.Execution;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Audit;

/// <summary>Reads what is new on one server, and hands it over: sessions that were open, and then each period with its sessions.</summary>
internal sealed class AuditReader
{
    private readonly ServerConnection _server;
    private readonly AuditAccount _account;
    private readonly AuditPlan _plan;
    private readonly Clock _clock;
    private readonly ConcurrencyLimit _limit = new();
    private readonly RestoreSession[] _open;
    private readonly HashSet<Guid> _known;
    private AuditPeriod? _period;

    /// <param name="server">The server.</param>
    /// <param name="account">How far the trail has come with it. It is only looked at here, before the run: the trail's thread changes it.</param>
    /// <param name="clock">This machine's.</param>
    public AuditReader(ServerConnection server, AuditAccount account, Clock clock)
    {
        _server = server;
        _account = account;
        _clock = clock;
        _plan = new AuditPlan(account, account.Wanted, EarlierClock(server, clock));
        _open = account.Open.Select(open => new RestoreSession { Id = open.Key, CreationTimeUtc = open.Value.CreationTimeUtc }).ToArray();
        _known = new HashSet<Guid>(account.Open.Keys.Concat(account.Done.Keys));
    }

    /// <summary>How many sessions <see cref="CountAsync"/> has found.</summary>
    public long Found { get; private set; }

    /// <summary>The earlier of the server's clock and this machine's, UTC. What starts later is found although one of them is ahead.</summary>
    public static DateTime EarlierClock(ServerConnection server, Clock clock)
    {
        // A gateway may claim that it is the year 1.
        DateTime reported = server.ServerTime.UtcNow;
        return reported > AuditPlan.Beginning && reported < clock.UtcNow ? reported : clock.UtcNow;
    }

    /// <summary>Reads everything, and hands over readings, gaps, listed periods and, where the server fails, a break.</summary>
    public async Task ReadAsync(CommandOutput output)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(output.Cancellation);
        ListingCount count = output.Count();
        try
        {
            RestoreApi api = new(_server, _server.OpenClient(output.Verbose, ending.Token, new ServerWatch(ending.Token)), () => new ListingCount(), (failure, id) => LeaveOut(failure, id, output));
            count.Total = _open.Length;
            await ReadEachAsync(_open, open => api.GetSessionAsync(open.Id), api, output, count).ConfigureAwait(false);
            await ListEachAsync(api, async (period, sessions) =>
            {
                count.Total += sessions.Count;
                await ReadEachAsync(sessions, look: null, api, output, count).ConfigureAwait(false);
                output.Write(new AuditListed(_account, period));
            }).ConfigureAwait(false);
        }
        catch (RestFailure failure)
        {
            output.Write(new AuditBreak(_account, failure) { IsBackward = _period is { IsBackward: true } });
        }
        finally
        {
            ending.Cancel();
        }
    }

    /// <summary>Counts the sessions that <see cref="ReadAsync(CommandOutput)"/> would read.</summary>
    public async Task CountAsync(CommandOutput output)
    {
        Found = _open.Length;
        await ListEachAsync(output.Open(_server, (_, _) => { }), (_, sessions) =>
        {
            Found += sessions.Count;
            return Task.CompletedTask;
        }).ConfigureAwait(false);
    }

    // A session that cannot be read from the list is read by its identifier from now on, in each run. Where it has no identifier either, the list counts as failed.
    private void LeaveOut(RestFailure failure, Guid id, CommandOutput output)
    {
        if (id == Guid.Empty)
        {
            throw failure;
        }

        if (_known.Add(id))
        {
            output.Write(new AuditGap(_account, new RestoreSession { Id = id, CreationTimeUtc = _period?.From ?? AuditPlan.Beginning }, failure));
        }
    }

    private async Task ListEachAsync(RestoreApi api, Func<AuditPeriod, IReadOnlyList<RestoreSession>, Task> take)
    {
        HashSet<Guid> before = new();
        while (_plan.Next() is { } period)
        {
            _period = period;
            List<RestoreSession> sessions = new();
            bool isWhole = true;
            await api.ListSessionsAsync(
                new SessionQuery { StartTimeFrom = period.From, StartTimeTo = period.To, HasOpenEnd = period.To is null },
                sessions.AddRange,
                () => !(isWhole = sessions.Count <= AuditPlan.Most || !_plan.Shorten())).ConfigureAwait(false);
            if (!isWhole)
            {
                continue;
            }

            // Sorted as they started, so that the lines are; those at the edge were there before.
            sessions.Sort();
            RestoreSession[] fresh = sessions.Where(session => !_known.Contains(session.Id) && !before.Contains(session.Id)).ToArray();
            before = new HashSet<Guid>(sessions.Select(session => session.Id));
            _plan.GoOn(period, sessions.Count);
            await take(period, fresh).ConfigureAwait(false);
        }
    }

    // Handed over in their order.
    private async Task ReadEachAsync(
        IEnumerable<RestoreSession> sessions, Func<RestoreSession, Task<RestoreSession>>? look, RestoreApi api, CommandOutput output, ListingCount count)
    {
        Queue<Task<object>> begun = new();
        foreach (RestoreSession session in sessions)
        {
            if (_limit.IsFull)
            {
                await HandOverAsync().ConfigureAwait(false);
            }

            begun.Enqueue(ReadAsync(_limit.EnterAsync(CancellationToken.None), session, look, api));
        }

        while (begun.Count > 0)
        {
            await HandOverAsync().ConfigureAwait(false);
        }

        async Task HandOverAsync()
        {
            output.Write(await begun.Dequeue().ConfigureAwait(false));
            _limit.Begun--;
            count.Add(1);
        }
    }

    private async Task<object> ReadAsync(Task place, RestoreSession session, Func<RestoreSession, Task<RestoreSession>>? look, RestoreApi api)
    {
        await place.ConfigureAwait(false);
        RestoreSession? now = look is null ? session : null;
        try
        {
            now ??= await look!(session).ConfigureAwait(false);
            List<RestoreSessionEvent> events = new();
            await api.ListEventsAsync(now.Id, events.AddRange).ConfigureAwait(false);
            events.ForEach(read => read.Session = now);
            return new AuditReading(_account, now, events, EarlierClock(_server, _clock));
        }
        catch (RestFailure failure) when (FailureReach.Of(failure) == Reach.Item)
        {
            return new AuditGap(_account, now ?? session, failure) { IsShown = now is not null, IsGone = now is null && failure.Kind == FailureKind.NotFound };
        }
        finally
        {
            _limit.Leave();
        }
    }
}
