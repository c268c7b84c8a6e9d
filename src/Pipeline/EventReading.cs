using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Reads the events of many sessions, a few sessions at a time, so that not each has to wait for the one before.</summary>
internal sealed class EventReading
{
    private const int AtOnce = 4;

    private readonly IReadOnlyList<SessionTarget> _targets;
    private readonly CommandOutput _output;
    private int _taken;
    private int _done;

    public EventReading(IReadOnlyList<SessionTarget> targets, CommandOutput output)
    {
        _targets = targets;
        _output = output.WithoutListings();
    }

    /// <summary>Called on other threads, once for each session whose events have been read, with its position.</summary>
    public Action<int, IReadOnlyList<RestoreSessionEvent>> Read { get; set; } = (_, _) => { };

    /// <summary>Called likewise for each session whose events cannot be read; the error has been written.</summary>
    public Action<int, ErrorRecord> Fail { get; set; } = (_, _) => { };

    /// <exception cref="RestFailure">What failed would fail for the other sessions too.</exception>
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => ReadSomeAsync(ending))).ConfigureAwait(false);
        Show(ProgressRecordType.Completed);
    }

    private async Task ReadSomeAsync(CancellationTokenSource ending)
    {
        try
        {
            for (int next = Interlocked.Increment(ref _taken); next <= _targets.Count; next = Interlocked.Increment(ref _taken))
            {
                await ReadOneAsync(next - 1, ending.Token).ConfigureAwait(false);
                ShowEachPercent(Interlocked.Increment(ref _done));
            }
        }
        catch (RestFailure)
        {
            ending.Cancel();
            throw;
        }
    }

    private async Task ReadOneAsync(int position, CancellationToken cancellation)
    {
        SessionTarget target = _targets[position];
        List<RestoreSessionEvent> events = new();
        try
        {
            RestoreApi api = await target.LocateAsync(_output, cancellation).ConfigureAwait(false);
            await api.ListEventsAsync(target.Id, read =>
            {
                events.Add(read);
                return true;
            }).ConfigureAwait(false);
            Read(position, events);
        }
        catch (RestFailure failure) when (Errors.ConcernsOneItem(failure))
        {
            ErrorRecord error = Errors.From(failure, target.ForErrors);
            _output.Error(error);
            Fail(position, error);
        }
    }

    private void ShowEachPercent(int done)
    {
        if (done * 100L / _targets.Count != (done - 1) * 100L / _targets.Count)
        {
            Show(ProgressRecordType.Processing);
        }
    }

    private void Show(ProgressRecordType type)
    {
        int done = Volatile.Read(ref _done);
        _output.Progress(new ProgressRecord(1, "Reading events of restore sessions", $"{done} of {_targets.Count}")
        {
            PercentComplete = _targets.Count == 0 ? 100 : (int)(done * 100L / _targets.Count),
            RecordType = type,
        });
    }
}
