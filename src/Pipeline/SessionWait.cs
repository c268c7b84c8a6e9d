using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Looks at sessions again and again until they have stopped. A server that cannot be reached meanwhile is asked again later.</summary>
internal sealed class SessionWait
{
    // What a look that falls on the end of the time has to come back.
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
    /// <param name="timeoutSec">Seconds in all; 0 without end.</param>
    /// <param name="intervalSec">Seconds between two looks.</param>
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

    /// <summary>Returns when every session has stopped, or the time is over. Each server is watched by itself, so that a slow one holds up no other.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_targets.GroupBy(target => target.First).Select(group => WatchAsync(group.ToList(), cancellation))).ConfigureAwait(false);
        Show(ProgressRecordType.Completed);
    }

    private async Task WatchAsync(List<SessionTarget> waiting, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A timer takes no more; and a server that is silent for so long is noticed before.
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
            // The server is silent, and the time is over.
        }

        waiting.ForEach(TimeOut);
    }

    private async Task LookAsync(List<SessionTarget> waiting, CancellationToken cancellation)
    {
        foreach (SessionTarget target in waiting.ToArray())
        {
            if (await IsDoneAsync(target, cancellation).ConfigureAwait(false))
            {
                waiting.Remove(target);
                Interlocked.Increment(ref _done);
            }
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
        catch (RestFailure failure) when (MayPass(failure.Kind))
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

    // What a restart of the server looks like from outside.
    private static bool MayPass(FailureKind kind) =>
        kind is FailureKind.ServerUnreachable or FailureKind.RequestTimedOut or FailureKind.UnexpectedAnswer or FailureKind.ServerFailed;

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
