using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using RestoreSessions.Api;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Writes to the pipeline from other threads. The order in which one thread writes is kept.</summary>
/// <remarks>Each method blocks while the queue is full, and throws <see cref="System.OperationCanceledException"/> when the command has ended.</remarks>
/// <param name="items">Taken by the pipeline's thread.</param>
/// <param name="listings">Shows how far listings have come.</param>
/// <param name="cancellation">Cancelled when the command ends.</param>
internal sealed class CommandOutput(BlockingCollection<object> items, ListProgress listings, CancellationToken cancellation)
{
    /// <summary>How many items may wait for the pipeline.</summary>
    public const int Capacity = 512;

    /// <summary>Opens the API of a server, whose requests this command shows with -Verbose and whose listings it shows as progress.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    public RestoreApi Open(ServerConnection server, CancellationToken ending) => new(server, server.Talk(Verbose, ending), listings.Begin);

    /// <summary>An output without the progress of listings, for work that shows its own progress.</summary>
    public CommandOutput WithoutListings() => new(items, new ListProgress("", Clock.System), cancellation);

    /// <summary>Writes an object to the pipeline.</summary>
    public void Write(object item) => items.Add(item, cancellation);

    /// <summary>Shows how far the command is.</summary>
    public void Progress(ProgressRecord progress) => Write(progress);

    /// <summary>Writes a line for -Verbose.</summary>
    public void Verbose(string text) => Write(new VerboseRecord(VisibleText.Of(text)));

    /// <summary>Writes an error that does not end the command.</summary>
    public void Error(ErrorRecord error) => Write(error);
}
