using System.Diagnostics;
using System.Globalization;

namespace RestoreSessions.Http;

/// <summary>One attempt at a request, from sending it to the last byte of its answer: its cancellation and its time-out.</summary>
/// <remarks>
/// The task that sends the request and reads the answer owns this object, the response and its body. Any other thread (Ctrl+C,
/// Disconnect-RestoreServer, a timer) ends the attempt by cancelling a token and never disposes the response: during a read, that would
/// free the buffers that the decompressor is writing to.
/// </remarks>
/// <param name="sender">Makes the failures.</param>
/// <param name="request">The request.</param>
/// <param name="timeout">The longest wait for the server; infinite for no limit.</param>
/// <param name="cancellation">Cancelled when the command ends.</param>
/// <param name="closing">Cancelled when the connection is closed.</param>
internal sealed class RequestAttempt(Sender sender, ApiRequest request, TimeSpan timeout, CancellationToken cancellation, CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing);

    // Runs while the server is waited for.
    private readonly Stopwatch _sinceItem = new();
    private bool _isTimed;
    private bool _waitsForItem;

    /// <summary>How many time-outs a listing may be waited for without an item. White space for ever is no silence, but no list either.</summary>
    public const int MostTimeoutsWithoutItem = 3;

    /// <summary>
    /// Whether the whole answer must arrive within the time-out, counted from the request. If not, the time-out applies to each read, because a
    /// listing may take any time while data arrives.
    /// </summary>
    public bool HasDeadline { get; set; } = !request.IsListing;

    /// <summary>Cancels every wait for the server. It lives to the end of the answer, because .NET Framework ends a blocked read only by the token of its request.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Starts the time-out, unless a deadline is already running.</summary>
    public void BeginWait()
    {
        if (!HasDeadline)
        {
            _sinceItem.Start();
        }

        if (!HasDeadline || !_isTimed)
        {
            _isTimed = HasDeadline;
            TimeSpan left = LeftForItem;
            _waitsForItem = !HasDeadline && timeout != Timeout.InfiniteTimeSpan && left < timeout;
            _ending.CancelAfter(_waitsForItem ? left : timeout);
        }
    }

    /// <summary>Stops the time-out, unless there is a deadline: the time that the consumer of a listing takes does not count.</summary>
    public void EndWait()
    {
        if (!HasDeadline)
        {
            _sinceItem.Stop();
            _ending.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>An item of a listing has arrived: the time without an item starts again.</summary>
    public void NoteItem() => _sinceItem.Reset();

    /// <summary>Ends the attempt. The owner calls this before it disposes an answer that has not been read to its end.</summary>
    public void GiveUp() => _ending.Cancel();

    /// <summary>Throws if the attempt has been ended.</summary>
    /// <param name="isAnswering">Whether the headers of the answer have arrived.</param>
    /// <param name="proxy">The proxy that the request went through; null for none.</param>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    /// <exception cref="RestFailure">The connection has been closed, or the server took too long.</exception>
    public void ThrowIfEnded(bool isAnswering, string? proxy = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (closing.IsCancellationRequested || _ending.IsCancellationRequested)
        {
            // If the connection is being closed, Fail makes NotConnected of this.
            string seconds = (timeout.TotalSeconds * (_waitsForItem ? MostTimeoutsWithoutItem : 1)).ToString("0.###", CultureInfo.InvariantCulture) + " s";
            throw Fail(FailureKind.RequestTimedOut, !isAnswering ? $"it did not answer within {seconds}" + (proxy is null ? "" : $", through the proxy {proxy}")
                : HasDeadline ? $"its answer was not complete within {seconds}"
                : _waitsForItem ? $"it sent something, but no item of the list, for {seconds}"
                : $"it was silent for {seconds} in the middle of its answer");
        }
    }

    /// <summary>A failure of this request.</summary>
    public RestFailure Fail(FailureKind kind, string detail, Exception? cause = null) => sender.Fail(request, kind, detail, cause);

    public void Dispose() => _ending.Dispose();

    private TimeSpan LeftForItem => new(Math.Max(0, (MostTimeoutsWithoutItem * timeout.Ticks) - _sinceItem.Elapsed.Ticks));
}
