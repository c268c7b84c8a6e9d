using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RestoreSessions.Http;

namespace RestoreSessions.Execution;

/// <summary>Runs a command's work on other threads. What the work writes waits in a queue until the pipeline's thread writes it. Commands wait for asynchronous work only here.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Work that was given up may still write into the queue, so nobody disposes it.")]
internal sealed class BackgroundWork
{
    // In milliseconds: how often the progress is shown while nothing arrives.
    private const int Glance = 250;

    private readonly BlockingCollection<IReadOnlyList<object>> _written = new(CommandOutput.Capacity);
    private readonly Task _task;

    /// <summary>Begins it.</summary>
    /// <param name="work">It writes into the queue that it gets, and waits while that is full.</param>
    public BackgroundWork(Func<BlockingCollection<IReadOnlyList<object>>, Task> work)
    {
        _task = Task.Run(() => work(_written), CancellationToken.None);
        WhenEnded(_written.CompleteAdding);
    }

    /// <summary>Does something when it has ended.</summary>
    public void WhenEnded(Action action) =>
        _task.ContinueWith(_ => action(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Writes what it has written; on the pipeline's thread.</summary>
    /// <returns>Whether that was all.</returns>
    /// <param name="write">Writes an item, or a record of another stream.</param>
    /// <param name="progress">Shows how far the command is.</param>
    /// <param name="patience">How long it waits for the end of the work; null for as long as that takes.</param>
    /// <param name="cancellation">Cancelled when the command ends.</param>
    /// <exception cref="RestFailure">All has been written, and then the work failed.</exception>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public bool Write(Action<object> write, ProgressBar progress, TimeSpan? patience, CancellationToken cancellation)
    {
        TimeSpan? until = Clock.Machine.Elapsed + patience;
        while (!_written.IsCompleted)
        {
            bool waits = until is null || Clock.Machine.Elapsed < until;
            if (_written.TryTake(out IReadOnlyList<object>? items, waits ? Glance : 0, cancellation))
            {
                foreach (object item in items)
                {
                    write(item);
                }
            }
            else if (!waits && !_written.IsCompleted)
            {
                return false;
            }

            progress.Show(write);
        }

        cancellation.ThrowIfCancellationRequested();
        _task.GetAwaiter().GetResult();
        return true;
    }
}
