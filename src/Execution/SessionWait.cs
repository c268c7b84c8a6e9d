using RestoreSessions.Errors;
using RestoreSessions.Http;

namespace RestoreSessions.Execution;

/// <summary>Reads sessions repeatedly until they have stopped. If a server cannot be reached, it tries again after the interval.</summary>
/// <remarks>The time-out is that of the whole wait: a server that says nothing does not lengthen it.</remarks>
internal sealed partial class SessionWait
{
    // How much later than the end of the time the answer to the last request may arrive.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private const string NoAnswer = "the server had not answered by then";
    private const int LongestTimerSec = 2_000_000;

    private readonly AwaitedSession[] _sessions;
    private readonly LeftOutSessions _leftOut = new();
    private readonly string? _onlyServer;
    private readonly TimeSpan? _limit;
    private readonly int _timeoutSec;
    private readonly TimeSpan _interval;
    private readonly CommandOutput _output;
    private readonly Clock _clock;
    private readonly TimeSpan _begin;

    /// <param name="targets">The sessions.</param>
    /// <param name="onlyServer">The only server of the command, whose failure ends the wait; null where it has several.</param>
    /// <param name="timeoutSec">Seconds to wait in total; 0 for no limit.</param>
    /// <param name="intervalSec">Seconds between two readings of a session.</param>
    /// <param name="output">Where sessions, progress and errors go.</param>
    /// <param name="clock">Measures the wait.</param>
    public SessionWait(IReadOnlyCollection<SessionTarget> targets, string? onlyServer, int timeoutSec, int intervalSec, CommandOutput output, Clock clock)
    {
        _sessions = targets.Select(target => new AwaitedSession(target)).ToArray();
        _onlyServer = onlyServer;
        _limit = timeoutSec == 0 ? null : TimeSpan.FromSeconds(timeoutSec);
        _timeoutSec = timeoutSec;
        _interval = TimeSpan.FromSeconds(intervalSec);
        _output = output;
        _clock = clock;
        _begin = clock.Elapsed;
    }

    private TimeSpan Waited => _clock.Elapsed - _begin;

    /// <summary>Returns when every session has stopped, or the time is over. Servers are read independently, so that a slow one does not delay the others.</summary>
    /// <exception cref="RestFailure">Nothing more can be had from the only server.</exception>
    public async Task WaitAsync()
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(_output.Cancellation);
        List<(AwaitedSession Session, SessionTarget Place)>[] servers = _sessions
            .SelectMany(session => session.Places, (session, place) => (Session: session, Place: place))
            .GroupBy(look => look.Place.First)
            .Select(server => server.ToList()).ToArray();
        _output.DescribeProgress(Describe);
        Task end = EndInTimeAsync(ending);
        try
        {
            await Task.WhenAll(servers.Select(looks => WatchAsync(looks, ending))).ConfigureAwait(false);
        }
        finally
        {
            ending.Cancel();
            await end.ConfigureAwait(false);
        }

        _output.Cancellation.ThrowIfCancellationRequested();
        _leftOut.Write(_output.Error);
        foreach (AwaitedSession session in _sessions.Where(session => !session.IsDone))
        {
            (RestoreSession latest, string? why) = session.Latest;
            _output.Error(ErrorRecords.WaitTimedOut(latest, _timeoutSec, why));
        }
    }

    private async Task EndInTimeAsync(CancellationTokenSource ending)
    {
        // A timer takes no more than about 24 days, and a request to a silent server has timed out long before that.
        if (_timeoutSec is > 0 and < LongestTimerSec)
        {
            try
            {
                await _clock.Delay(TimeSpan.FromSeconds(_timeoutSec) + Tolerance, ending.Token).ConfigureAwait(false);
                ending.Cancel();
            }
            catch (OperationCanceledException)
            {
                // The wait is over.
            }
        }
    }

    private async Task WatchAsync(List<(AwaitedSession Session, SessionTarget Place)> looks, CancellationTokenSource ending)
    {
        try
        {
            bool isLast = false;
            while (true)
            {
                TimeSpan begin = Waited;
                try
                {
                    await LookAsync(looks, ending.Token).ConfigureAwait(false);
                }
                catch (RestFailure failure) when (FailureReach.MayPass(failure))
                {
                    looks.ForEach(look => look.Session.NoteFailure(look.Place, failure.Message));
                    _output.Verbose($"{failure.Server}: {failure.Message}; its sessions are looked at again in {_interval.TotalSeconds} s");
                }

                looks.RemoveAll(look => !look.Session.MayBeAt(look.Place));
                if (_sessions.All(session => session.IsDone))
                {
                    // The loop of another server may still be waiting, for a session that was sought there too.
                    ending.Cancel();
                }

                if (looks.Count == 0 || isLast || Waited >= _limit)
                {
                    return;
                }

                // The last look begins early enough to end in time, if it takes as long as this one.
                TimeSpan left = _limit - Waited - (Waited - begin) ?? TimeSpan.MaxValue;
                isLast = left <= _interval;
                TimeSpan pause = !isLast ? _interval : left > TimeSpan.Zero ? left : TimeSpan.Zero;
                await _clock.Delay(pause, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The time is over before the server has answered, or all sessions have stopped.
        }
        catch (RestFailure failure) when (!string.Equals(failure.Server, _onlyServer, StringComparison.OrdinalIgnoreCase))
        {
            looks.ForEach(look => GiveUp(look.Session, look.Place, failure));
        }
    }

    private (string Status, int Percent) Describe()
    {
        int done = _sessions.Count(session => session.IsDone);
        TimeSpan waited = Waited;
        return ($"{_sessions.Count(session => session.HasStopped)} of {_sessions.Length} have stopped, {Math.Floor(waited.TotalHours)}:{waited:mm\\:ss} elapsed", done * 100 / Math.Max(1, _sessions.Length));
    }
}
