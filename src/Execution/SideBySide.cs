using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Execution;

/// <summary>A command's work on many sessions, a few of each server at once. What it writes is handed on in the order of the sessions.</summary>
/// <remarks>
/// The pipeline's thread calls every method, and alone writes. The work on a session fills a queue of its own and waits while that is full, so that
/// memory stays bounded whatever the first session takes.
/// </remarks>
internal sealed class SideBySide
{
    // The first input, and one that comes this late, is waited for: the next one may be as late, and nothing else could write the results meanwhile.
    private static readonly TimeSpan LateInput = TimeSpan.FromMilliseconds(250);

    // Not for longer, so that a silent server costs one time-out, and not one more for each late input.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Queue<(SessionTarget Target, Lane Lane, BackgroundWork Work)> _begun = new();
    private readonly Dictionary<object, Lane> _lanes = new();
    private readonly ConcurrentDictionary<ServerConnection, ServerWatch> _watches = new();
    private readonly ListProgress _progress;
    private readonly ListingCount _count;
    private readonly Action<object> _write;
    private readonly Action<SessionTarget, RestFailure> _fail;

    // Never disposed: work that was given up may still look at its token.
    private readonly CancellationTokenSource _ending;
    private TimeSpan? _inputEnd;

    /// <param name="progress">Shows how far the work is.</param>
    /// <param name="write">Writes what the work has written.</param>
    /// <param name="fail">Called when it is the turn of a session whose work has failed.</param>
    /// <param name="stopping">Cancelled when the user stops the command.</param>
    public SideBySide(ListProgress progress, Action<object> write, Action<SessionTarget, RestFailure> fail, CancellationToken stopping)
    {
        _progress = progress;
        _count = progress.Begin();
        _write = write;
        _fail = fail;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>How many sessions there are in all. Where it is not known, the progress counts what is written.</summary>
    public long? Total { set => _count.Total = value; }

    /// <summary>Begins the work on sessions, and writes what is there. It waits while too many sessions of one server are begun.</summary>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public void Begin(IEnumerable<SessionTarget> targets, Func<SessionTarget, CommandOutput, Task> work) => EndUnless(() =>
    {
        bool isLate = _inputEnd is not { } end || Clock.Machine.Elapsed - end > LateInput;
        foreach (SessionTarget target in targets)
        {
            Lane lane = LaneOf(target);
            while (lane.IsFull)
            {
                WriteFirst(patience: null);
            }

            Start(target, lane, work);
            WriteWhile(TimeSpan.Zero);
        }

        WriteWhile(isLate ? LongestWait : TimeSpan.Zero);
        _inputEnd = Clock.Machine.Elapsed;
    });

    /// <summary>Waits for the work on all sessions, and writes the rest.</summary>
    /// <inheritdoc cref="Begin"/>
    public void Finish() => EndUnless(() => WriteWhile(patience: null));

    /// <summary>Ends the work on all sessions. It ends on its own threads, which dispose what they read.</summary>
    public void End() => _ending.Cancel();

    // Select-Object -First ends the command by an exception of any write.
    private void EndUnless(Action done)
    {
        try
        {
            done();
        }
        catch
        {
            End();
            throw;
        }
    }

    // Sessions that may be on any server have a lane of their own.
    private Lane LaneOf(SessionTarget target)
    {
        object key = target.Servers.Count == 1 ? target.Servers[0] : this;
        if (!_lanes.TryGetValue(key, out Lane? lane))
        {
            _lanes.Add(key, lane = new Lane());
        }

        return lane;
    }

    private void Start(SessionTarget target, Lane lane, Func<SessionTarget, CommandOutput, Task> work)
    {
        // The place is taken here, and not by the work, so that no later session comes first: it could wait for the pipeline while the pipeline waits for this one.
        Task place = lane.EnterAsync(_ending.Token);
        _begun.Enqueue((target, lane, new BackgroundWork(async items =>
        {
            await place.ConfigureAwait(false);
            try
            {
                await work(target, new CommandOutput(items, null, _ending.Token, _watches)).ConfigureAwait(false);
            }
            finally
            {
                lane.Leave();
            }
        })));
    }

    private void WriteWhile(TimeSpan? patience)
    {
        TimeSpan? until = Clock.Machine.Elapsed + patience;
        while (_begun.Count > 0 && WriteFirst(until - Clock.Machine.Elapsed))
        {
        }
    }

    // False where its patience ends before the work on the first session does.
    private bool WriteFirst(TimeSpan? patience)
    {
        (SessionTarget target, Lane lane, BackgroundWork work) = _begun.Peek();
        try
        {
            if (!work.Write(Write, _progress, patience, _ending.Token))
            {
                return false;
            }

            Remove(lane);
        }
        catch (RestFailure failure)
        {
            Remove(lane);
            _fail(target, failure);
        }

        Count(isSession: true);
        return true;
    }

    private void Remove(Lane lane)
    {
        _begun.Dequeue();
        lane.Begun--;
    }

    private void Write(object item)
    {
        _write(item);
        Count(isSession: false);
    }

    private void Count(bool isSession)
    {
        if (isSession == _count.Total is not null)
        {
            _count.Add(1);
        }
    }
}
