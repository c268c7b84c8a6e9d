using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Http;
using RestoreSessions.Paging;
using RestoreSessions.Text;

namespace RestoreSessions.Execution;

/// <summary>Work that a command does on other threads, and what it writes, which waits in a queue until the pipeline's thread takes it. Commands wait for asynchronous work only here.</summary>
/// <remarks>
/// The pipeline's thread calls <see cref="Begin"/> and <see cref="TakeAll"/>, the work everything else. The order in which one thread writes is kept.
/// Each method that writes blocks while the queue is full, and throws <see cref="OperationCanceledException"/> when the command has ended.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Work that was given up may still write into the queue, so nobody disposes it.")]
internal sealed class CommandOutput
{
    // How many writes may wait for the pipeline. One may have the 64 sessions that a listing hands over together.
    private const int Capacity = 16;

    // In milliseconds: how often the progress is shown while nothing arrives.
    private const int Glance = 250;

    private readonly BlockingCollection<IReadOnlyList<object>> _items;
    private readonly ProgressBar? _listings;
    private readonly ConcurrentDictionary<ServerConnection, ServerWatch>? _watches;
    private Task _work = Task.CompletedTask;

    /// <param name="listings">Shows how far the listings of the work are; null where that is not shown.</param>
    /// <param name="cancellation">Cancelled when the command ends.</param>
    /// <param name="watches">Watches the requests to each server, where the command asks for many sessions; null where it does not.</param>
    public CommandOutput(ProgressBar? listings, CancellationToken cancellation, ConcurrentDictionary<ServerConnection, ServerWatch>? watches = null)
        : this(new(Capacity), listings, watches, cancellation)
    {
    }

    private CommandOutput(
        BlockingCollection<IReadOnlyList<object>> items, ProgressBar? listings, ConcurrentDictionary<ServerConnection, ServerWatch>? watches, CancellationToken cancellation)
    {
        _items = items;
        _listings = listings;
        _watches = watches;
        Cancellation = cancellation;
    }

    /// <summary>Cancelled when the command ends, also by an error, Ctrl+C or <c>Select-Object -First</c>.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Begins work on servers, side by side; called once.</summary>
    /// <param name="servers">What to work on. The failure of the only one is thrown by <see cref="TakeAll"/>; of several, each is an error, and the others go on.</param>
    /// <param name="work">Works on one of them.</param>
    public void Begin<T>(IReadOnlyList<T> servers, Func<T, CommandOutput, Task> work)
    {
        _work = Task.Run(() => servers.Count == 1 ? work(servers[0], this) : Task.WhenAll(servers.Select(server => WithoutFailingAsync(server, work))), CancellationToken.None);
        WhenEnded(_items.CompleteAdding);
    }

    /// <summary>Does something when the work has ended.</summary>
    public void WhenEnded(Action action) =>
        _work.ContinueWith(_ => action(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Takes what the work has written.</summary>
    /// <returns>Whether that was all.</returns>
    /// <param name="write">Writes an item, or a record of another stream.</param>
    /// <param name="progress">Shows how far the command is.</param>
    /// <param name="patience">How long it waits for the end of the work; null for as long as that takes.</param>
    /// <exception cref="RestFailure">All has been taken, and then the work failed.</exception>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public bool TakeAll(Action<object> write, ProgressBar progress, TimeSpan? patience)
    {
        TimeSpan? until = Clock.Machine.Elapsed + patience;
        while (!_items.IsCompleted)
        {
            bool waits = until is null || Clock.Machine.Elapsed < until;
            if (_items.TryTake(out IReadOnlyList<object>? items, waits ? Glance : 0, Cancellation))
            {
                foreach (object item in items)
                {
                    write(item);
                }
            }
            else if (!waits && !_items.IsCompleted)
            {
                return false;
            }

            progress.Show(write);
        }

        Cancellation.ThrowIfCancellationRequested();
        _work.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Opens the API of a server, whose requests this command shows with -Verbose and whose listings it shows as progress.</summary>
    /// <param name="server">The connection to it.</param>
    /// <param name="unusable">Called for each session of a listing that cannot be read; by default it is an error, and the rest of the list is read.</param>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    public RestoreApi Open(ServerConnection server, Action<RestFailure, Guid>? unusable = null) => new(
        server,
        server.OpenClient(Verbose, Cancellation, _watches?.GetOrAdd(server, _ => new ServerWatch(Cancellation))),
        Count,
        unusable ?? ((failure, id) => Error(ErrorRecords.From(failure, id))));

    /// <summary>The same output for a part of the work that ends earlier.</summary>
    /// <param name="ending">Cancelled when that part ends.</param>
    public CommandOutput Until(CancellationToken ending) => new(_items, _listings, _watches, ending);

    /// <summary>Begins a count that is shown as progress.</summary>
    public ListingCount Count() => _listings?.Begin() ?? new ListingCount();

    /// <inheritdoc cref="ProgressBar.Describe"/>
    public void DescribeProgress(Func<(string Status, int Percent)> describe)
    {
        if (_listings is not null)
        {
            _listings.Describe = describe;
        }
    }

    /// <summary>Writes an object to the pipeline.</summary>
    public void Write(object item) => _items.Add([item], Cancellation);

    /// <summary>Writes objects to the pipeline.</summary>
    public void WriteAll(IEnumerable<object> all)
    {
        object[] some = all.ToArray();
        if (some.Length > 0)
        {
            _items.Add(some, Cancellation);
        }
    }

    /// <summary>Writes a line for -Verbose.</summary>
    public void Verbose(string text) => Write(new VerboseRecord(VisibleText.Of(text)));

    /// <summary>Writes an error that does not end the command.</summary>
    public void Error(ErrorRecord error) => Write(error);

    private async Task WithoutFailingAsync<T>(T server, Func<T, CommandOutput, Task> work)
    {
        try
        {
            await work(server, this).ConfigureAwait(false);
        }
        catch (RestFailure failure)
        {
            Error(ErrorRecords.From(failure));
        }
    }
}
