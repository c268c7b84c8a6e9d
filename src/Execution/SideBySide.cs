using System.Collections.Concurrent;
using RestoreSessions.Api;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Execution;

/// <summary>Works on many sessions in parallel, twelve of each server at once, and writes the results in the order of the sessions.</summary>
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

    private readonly Queue<(SessionTarget Target, ConcurrencyLimit Limit, CommandOutput Written)> _begun = new();
    private readonly Dictionary<object, ConcurrencyLimit> _limits = new();
    private readonly ConcurrentDictionary<ServerConnection, ServerWatch> _watches = new();
    private readonly ProgressBar _progress;
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
    public SideBySide(ProgressBar progress, Action<object> write, Action<SessionTarget, RestFailure> fail, CancellationToken stopping)
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
    public void Begin(IEnumerable<SessionTarget> targets, Func<SessionTarget, CommandOutput, Task> work)
    {
        bool isLate = _inputEnd is not { } end || Clock.Machine.Elapsed - end > LateInput;
        foreach (SessionTarget target in targets)
        {
            ConcurrencyLimit limit = LimitOf(target);
            while (limit.IsFull)
            {
                WriteFirst(patience: null);
            }

            Start(target, limit, work);
            WriteWhile(TimeSpan.Zero);
        }

        WriteWhile(isLate ? LongestWait : TimeSpan.Zero);
        _inputEnd = Clock.Machine.Elapsed;
    }

    /// <summary>Waits for the work on all sessions, and writes the rest.</summary>
    /// <inheritdoc cref="Begin"/>
    public void Finish() => WriteWhile(patience: null);

    /// <summary>Ends the work on all sessions. It ends on its own threads, which dispose what they read.</summary>
    /// <remarks>Ctrl+C, Select-Object -First and errors that end the pipeline have ended it before, because PowerShell then calls StopProcessing.</remarks>
    public void End() => _ending.Cancel();

    // Sessions that may be on any server have a limit of their own.
    private ConcurrencyLimit LimitOf(SessionTarget target)
    {
        object key = target.Servers.Count == 1 ? target.Servers[0] : this;
        if (!_limits.TryGetValue(key, out ConcurrencyLimit? limit))
        {
            _limits.Add(key, limit = new ConcurrencyLimit());
        }

        return limit;
    }

    private void Start(SessionTarget target, ConcurrencyLimit limit, Func<SessionTarget, CommandOutput, Task> work)
    {
        // The place is taken here, and not by the work, so that no later session comes first: it could wait for the pipeline while the pipeline waits for this one.
        Task place = limit.EnterAsync(_ending.Token);
        CommandOutput written = new(null, _ending.Token, _watches);
        written.Begin([target], async (session, output) =>
        {
            await place.ConfigureAwait(false);
            try
            {
                await work(session, output).ConfigureAwait(false);
            }
            finally
            {
                limit.Leave();
            }
        });
        _begun.Enqueue((target, limit, written));
    }

    private void WriteWhile(TimeSpan? patience)
    {
        TimeSpan? until = Clock.Machine.Elapsed + patience;
        while (_begun.Count > 0 && WriteFirst(until - Clock.Machine.Elapsed))
        {
        }
    }

    // False where the time is over before the work on the first session has ended.
    private bool WriteFirst(TimeSpan? patience)
    {
        (SessionTarget target, ConcurrencyLimit limit, CommandOutput written) = _begun.Peek();
        try
        {
            if (!written.TakeAll(Write, _progress, patience))
            {
                return false;
            }

            Remove(limit);
        }
        catch (RestFailure failure)
        {
            Remove(limit);
            _fail(target, failure);
        }

        Count(isSession: true);
        return true;
    }

    private void Remove(ConcurrencyLimit limit)
    {
        _begun.Dequeue();
        limit.Begun--;
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
