using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Rest;

namespace RestoreSessions.Pipeline;

/// <summary>Looks at sessions again and again until they have stopped. A server that cannot be reached meanwhile is asked again later.</summary>
internal sealed class SessionWait
{
    private readonly List<SessionTarget> _waiting;
    private readonly int _all;
    private readonly int _timeoutSec;
    private readonly int _intervalSec;
    private readonly CommandOutput _output;
    private readonly Clock _clock;
    private readonly TimeSpan _begin;
    private readonly Dictionary<Guid, RestoreSession> _lastSeen = new();

    /// <param name="targets">The sessions.</param>
    /// <param name="timeoutSec">Seconds in all; 0 without end.</param>
    /// <param name="intervalSec">Seconds between two looks.</param>
    /// <param name="output">Where sessions, progress and errors go.</param>
    /// <param name="clock">Measures the wait.</param>
    public SessionWait(IReadOnlyCollection<SessionTarget> targets, int timeoutSec, int intervalSec, CommandOutput output, Clock clock)
    {
        _waiting = targets.ToList();
        _all = _waiting.Count;
        _timeoutSec = timeoutSec;
        _intervalSec = intervalSec;
        _output = output;
        _clock = clock;
        _begin = clock.Elapsed;
    }

    private TimeSpan Waited => _clock.Elapsed - _begin;

    /// <summary>Returns when every session has stopped, or the time is over.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            foreach (SessionTarget target in _waiting.ToArray())
            {
                if (await IsDoneAsync(target, cancellation).ConfigureAwait(false))
                {
                    _waiting.Remove(target);
                }
            }

            if (_waiting.Count == 0)
            {
                break;
            }

            TimeSpan pause = TimeSpan.FromSeconds(_intervalSec);
            TimeSpan left = _timeoutSec == 0 ? pause : TimeSpan.FromSeconds(_timeoutSec) - Waited;
            if (left <= TimeSpan.Zero)
            {
                _waiting.ForEach(TimeOut);
                break;
            }

            Show(ProgressRecordType.Processing);
            await _clock.Delay(pause < left ? pause : left, cancellation).ConfigureAwait(false);
        }

        Show(ProgressRecordType.Completed);
    }

    private async Task<bool> IsDoneAsync(SessionTarget target, CancellationToken cancellation)
    {
        try
        {
            RestoreApi api = await target.LocateAsync(_output, cancellation).ConfigureAwait(false);
            RestoreSession session = await api.GetSessionAsync(target.Id).ConfigureAwait(false);
            _lastSeen[target.Id] = session;
            if (session.HasStopped)
            {
                _output.Write(session);
            }

            return session.HasStopped;
        }
        catch (RestFailure failure) when (MayPass(failure.Kind))
        {
            _output.Note($"{failure.Server}: {failure.Message}; session {target.Id} is looked at again in {_intervalSec} s");
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
        RestoreSession session = _lastSeen.TryGetValue(target.Id, out RestoreSession seen) ? seen : target.Session ?? new RestoreSession { Id = target.Id, State = "unknown" };
        _output.Error(Errors.WaitTimedOut(session, _timeoutSec));
    }

    private void Show(ProgressRecordType type)
    {
        int done = _all - _waiting.Count;
        TimeSpan waited = Waited;
        _output.Progress(new ProgressRecord(1, "Waiting for restore sessions", $"{done} of {_all} have stopped, {Math.Floor(waited.TotalHours)}:{waited:mm\\:ss} elapsed")
        {
            PercentComplete = _all == 0 ? 100 : done * 100 / _all,
            RecordType = type,
        });
    }
}
