using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Reads sessions repeatedly until they have stopped. If a server cannot be reached, it tries again after the interval.</summary>
internal sealed class SessionWait
{
    // The time that the last request gets when it is sent just before the end of the time.
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);

    private const string NoAnswer = "the server has not answered";
    private const int LongestTimerSec = 2_000_000;

    private readonly IReadOnlyCollection<SessionTarget> _targets;
    private readonly int _timeoutSec;
    private readonly int _intervalSec;
    private readonly CommandOutput _output;
    private readonly Clock _clock;
    private readonly TimeSpan _begin;
    private readonly ConcurrentDictionary<SessionTarget, RestoreSession> _lastSeen = new();
    private readonly ConcurrentDictionary<SessionTarget, string> _lastFailure = new();
    private int _done;

    /// <param name="targets">The sessions.</param>
    /// <param name="timeoutSec">Seconds to wait in total; 0 for no limit.</param>
    /// <param name="intervalSec">Seconds between two readings of a session.</param>
    /// <param name="output">Where sessions, progress and errors go.</param>
    /// <param name="clock">Measures the wait.</param>
    public SessionWait(IReadOnlyCollection<SessionTarget> targets, int timeoutSec, int intervalSec, CommandOutput output, Clock clock)
    {
        _targets = targets;
        _timeoutSec = timeoutSec;
        _intervalSec = intervalSec;
        _output = output;
        _clock = clock;
        _begin = clock.Elapsed;
    }

    private TimeSpan Waited => _clock.Elapsed - _begin;

    /// <summary>Returns when every session has stopped, or the time is over. Servers are read independently, so that a slow one does not delay the others.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_targets.GroupBy(target => target.First).Select(group => WatchAsync(group.ToList(), cancellation))).ConfigureAwait(false);
        Show(ProgressRecordType.Completed);
    }

    private async Task WatchAsync(List<SessionTarget> waiting, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A timer takes no longer time, and a silent server is noticed before.
        if (_timeoutSec is > 0 and < LongestTimerSec)
        {
            late.CancelAfter(TimeSpan.FromSeconds(_timeoutSec) + LastLook);
        }

        // Until it has: a session may never be looked at while the server is silent about the one before.
        waiting.ForEach(target => _lastFailure[target] = NoAnswer);
        try
        {
            while (true)
            {
                await LookAsync(waiting, late.Token).ConfigureAwait(false);
                TimeSpan pause = TimeSpan.FromSeconds(_intervalSec);
                TimeSpan left = _timeoutSec == 0 ? pause : TimeSpan.FromSeconds(_timeoutSec) - Waited;
                if (waiting.Count == 0 || left <= TimeSpan.Zero)
                {
                    break;
                }

                Show(ProgressRecordType.Processing);
                await _clock.Delay(pause < left ? pause : left, late.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over before the server has answered.
        }

        waiting.ForEach(TimeOut);
    }

    // Side by side: one after the other, a thousand sessions would take longer than the interval between two looks.
    private async Task LookAsync(List<SessionTarget> waiting, CancellationToken cancellation)
    {
        ConcurrentQueue<SessionTarget> next = new(waiting);
        ConcurrentDictionary<SessionTarget, bool> done = new();
        async Task LookAtSomeAsync()
        {
            while (next.TryDequeue(out SessionTarget? target))
            {
                if (await IsDoneAsync(target, cancellation).ConfigureAwait(false))
                {
                    done[target] = true;
                    Interlocked.Increment(ref _done);
                }
            }
        }

        try
        {
            await Task.WhenAll(Enumerable.Range(0, Lane.AtOnce).Select(_ => LookAtSomeAsync())).ConfigureAwait(false);
        }
        finally
        {
            waiting.RemoveAll(done.ContainsKey);
        }
    }

    private async Task<bool> IsDoneAsync(SessionTarget target, CancellationToken cancellation)
    {
        try
        {
            _lastFailure[target] = NoAnswer;
            RestoreSession session = await target.LookAsync(_output, cancellation).ConfigureAwait(false);
            _lastSeen[target] = session;
            _lastFailure.TryRemove(target, out _);
            if (session.HasStopped)
            {
                _output.Write(session);
            }

            return session.HasStopped;
        }
        catch (RestFailure failure) when (FailureReach.MayPass(failure))
        {
            _lastFailure[target] = failure.Message;
            _output.Verbose($"{failure.Server}: {failure.Message}; session {target.Id} is looked at again in {_intervalSec} s");
            return false;
        }
        catch (RestFailure failure)
        {
            _output.Error(Errors.From(failure, target.ForErrors));
            return true;
        }
    }

    private void TimeOut(SessionTarget target)
    {
        _lastFailure.TryGetValue(target, out string? why);
        RestoreSession? seen = _lastSeen.TryGetValue(target, out RestoreSession last) ? last : target.Session;
        _output.Error(Errors.WaitTimedOut(seen ?? new RestoreSession { Id = target.Id, Server = target.First?.Server }, _timeoutSec, why));
    }

    private void Show(ProgressRecordType type)
    {
        int done = Volatile.Read(ref _done);
        int all = _targets.Count;
        TimeSpan waited = Waited;
        _output.Progress(new ProgressRecord(1, "Waiting for restore sessions", $"{done} of {all} have stopped, {Math.Floor(waited.TotalHours)}:{waited:mm\\:ss} elapsed")
        {
            PercentComplete = all == 0 ? 100 : done * 100 / all,
            RecordType = type,
        });
    }
}
