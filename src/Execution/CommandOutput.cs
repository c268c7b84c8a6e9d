using System.Collections.Concurrent;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Http;
using RestoreSessions.Paging;
using RestoreSessions.Text;

namespace RestoreSessions.Execution;

/// <summary>Writes to the pipeline from other threads. The order in which one thread writes is kept.</summary>
/// <remarks>Each method blocks while the queue is full, and throws <see cref="OperationCanceledException"/> when the command has ended.</remarks>
/// <param name="items">Taken by the pipeline's thread.</param>
/// <param name="progress">Shows how far the work has come; null where that is not shown.</param>
/// <param name="cancellation">Cancelled when the command ends.</param>
/// <param name="watches">Watches the requests to each server, where the command asks for many sessions; null where it does not.</param>
internal sealed class CommandOutput(
    BlockingCollection<IReadOnlyList<object>> items, ProgressBar? progress, CancellationToken cancellation, ConcurrentDictionary<ServerConnection, ServerWatch>? watches = null)
{
    /// <summary>How many writes may wait for the pipeline. One may have the 64 sessions that a listing hands over together.</summary>
    public const int Capacity = 16;

    /// <summary>Opens the API of a server, whose requests this command shows with -Verbose and whose listings it shows as progress.</summary>
    /// <param name="server">The connection to it.</param>
    /// <param name="unusable">Called for each session of a listing that cannot be read; by default it is an error, and the rest of the list is read.</param>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    public RestoreApi Open(ServerConnection server, Action<RestFailure, Guid>? unusable = null) => new(
        server,
        server.OpenClient(Verbose, cancellation, watches?.GetOrAdd(server, _ => new ServerWatch(cancellation))),
        Count,
        unusable ?? ((failure, id) => Error(ErrorRecords.From(failure, id))));

    /// <summary>Cancelled when the command ends, also by an error, Ctrl+C or <c>Select-Object -First</c>.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The same output for work that ends earlier than the command.</summary>
    /// <param name="ending">Cancelled when that work ends.</param>
    public CommandOutput Until(CancellationToken ending) => new(items, progress, ending, watches);

    /// <summary>Begins a count that is shown as progress.</summary>
    public ListingCount Count() => progress is null ? new ListingCount() : progress.Begin();

    /// <inheritdoc cref="ProgressBar.Describe"/>
    public void DescribeProgress(Func<(string Status, int Percent)> describe)
    {
        if (progress is not null)
        {
            progress.Describe = describe;
        }
    }

    /// <summary>Writes an object to the pipeline.</summary>
    public void Write(object item) => items.Add([item], cancellation);

    /// <summary>Writes objects to the pipeline.</summary>
    public void WriteAll(IEnumerable<object> all)
    {
        object[] some = all.ToArray();
        if (some.Length > 0)
        {
            items.Add(some, cancellation);
        }
    }

    /// <summary>Writes a line for -Verbose.</summary>
    public void Verbose(string text) => Write(new VerboseRecord(VisibleText.Of(text)));

    /// <summary>Writes an error that does not end the command.</summary>
    public void Error(ErrorRecord error) => Write(error);
}
