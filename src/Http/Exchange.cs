using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace RestoreSessions.Http;

/// <summary>One attempt at a request, from sending it to the last byte of its answer: what may end it, and how long the server may be silent.</summary>
/// <remarks>
/// The flow of control that sends the request and reads the answer owns this object, the response and its body. Any other thread (Ctrl+C,
/// Disconnect-RestoreServer, a timer) ends the attempt by cancelling a token and never touches what is being read: disposing a response
/// under a read frees the buffers of the decompressor while it writes into them.
/// </remarks>
/// <param name="sender">Makes the failures.</param>
/// <param name="request">What is sent.</param>
/// <param name="timeout">The longest wait for the server; infinite for none.</param>
/// <param name="cancellation">Cancelled by the command, when it ends before the answer does.</param>
/// <param name="closing">Cancelled by the connection, when it is closed.</param>
internal sealed class Exchange(Sender sender, ApiRequest request, TimeSpan timeout, CancellationToken cancellation, CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing);

    // Runs while the server is waited for.
    private readonly Stopwatch _sinceItem = new();
    private bool _isTimed;
    private bool _waitsForItem;

    /// <summary>How many time-outs a listing may be waited for without an item. White space for ever is no silence, but no list either.</summary>
    public const int MostTimeoutsWithoutItem = 3;

    /// <summary>
    /// Whether the answer has to be whole within the time-out, counted from the request. Otherwise each next piece of it has to be: a listing may
    /// take long, as long as it goes on.
    /// </summary>
    public bool HasDeadline { get; set; } = !request.IsListing;

    /// <summary>Ends whatever waits for the server. It stays alive to the end of the answer: .NET Framework ends a blocked read only by the token of its request.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Begins to measure how long the server takes, unless its deadline is being measured already.</summary>
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

    /// <summary>Stops measuring it, unless there is a deadline: a consumer of a listing may take as long as it wants.</summary>
    public void EndWait()
    {
        if (!HasDeadline)
        {
            _sinceItem.Stop();
            _ending.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>An item of a listing has arrived: the wait for the next one begins anew.</summary>
    public void NoteItem() => _sinceItem.Reset();

    /// <summary>Ends the attempt; whoever owns it calls this before it disposes an answer that has not been read to its end.</summary>
    public void GiveUp() => _ending.Cancel();

    /// <summary>Does nothing while the attempt may go on.</summary>
    /// <param name="during">When the server was waited for, as the end of a sentence.</param>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    /// <exception cref="RestFailure">The connection has been closed, or the server took too long.</exception>
    public void ThrowIfEnded(string during)
    {
        cancellation.ThrowIfCancellationRequested();
        if (closing.IsCancellationRequested || _ending.IsCancellationRequested)
        {
            // Of a connection that is being closed, every failure says so.
            string what = HasDeadline ? "it had not answered in full after" : _waitsForItem ? "it sent something, but no item of the list, for" : "it was silent for";
            double seconds = timeout.TotalSeconds * (_waitsForItem ? MostTimeoutsWithoutItem : 1);
            throw Fail(FailureKind.RequestTimedOut, $"{what} {seconds.ToString("0.###", CultureInfo.InvariantCulture)} s {during}");
        }
    }

    /// <summary>A failure of this request.</summary>
    public RestFailure Fail(FailureKind kind, string detail, Exception? cause = null) => sender.Fail(request, kind, detail, cause);

    public void Dispose() => _ending.Dispose();

    private TimeSpan LeftForItem => new(Math.Max(0, (MostTimeoutsWithoutItem * timeout.Ticks) - _sinceItem.Elapsed.Ticks));
}
