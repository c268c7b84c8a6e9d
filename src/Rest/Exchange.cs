using System;
using System.Threading;

namespace RestoreSessions.Rest;

/// <summary>One attempt at a request, from sending it to the last byte of its answer: what may end it, and how long the server may be silent.</summary>
/// <remarks>
/// The flow of control that sends the request and reads the answer owns this object, the response and its body. Any other thread (Ctrl+C,
/// Disconnect-RestoreServer, a timer) ends the attempt by cancelling a token and never touches what is being read: disposing a response
/// under a read frees the buffers of the decompressor while it writes into them.
/// </remarks>
internal sealed class Exchange : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _cancellation;
    private readonly CancellationToken _closing;
    private readonly Func<FailureKind, string, Exception?, RestFailure> _fail;
    private readonly CancellationTokenSource _ending;

    /// <param name="timeout">The longest silence of the server; infinite for none.</param>
    /// <param name="fail">Makes a failure of this request.</param>
    /// <param name="cancellation">Cancelled by the command, when it ends before the answer does.</param>
    /// <param name="closing">Cancelled by the connection, when it is closed.</param>
    public Exchange(TimeSpan timeout, Func<FailureKind, string, Exception?, RestFailure> fail, CancellationToken cancellation, CancellationToken closing)
    {
        _timeout = timeout;
        _cancellation = cancellation;
        _closing = closing;
        _fail = fail;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing);
    }

    /// <summary>Ends whatever waits for the server. It stays alive to the end of the answer: .NET Framework ends a blocked read only by the token of its request.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Begins to measure the server's silence.</summary>
    public void BeginWait() => _ending.CancelAfter(_timeout);

    /// <summary>Stops measuring it: a consumer may take as long as it wants.</summary>
    public void EndWait() => _ending.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the attempt; whoever owns it calls this before it disposes an answer that has not been read to its end.</summary>
    public void GiveUp() => _ending.Cancel();

    /// <summary>Does nothing while the attempt may go on.</summary>
    /// <param name="during">When the server fell silent, as the end of a sentence.</param>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    /// <exception cref="RestFailure">The connection has been closed, or the server was silent for too long.</exception>
    public void ThrowIfEnded(string during)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_closing.IsCancellationRequested || _ending.IsCancellationRequested)
        {
            // Of a connection that is being closed, every failure says so.
            throw _fail(FailureKind.RequestTimedOut, $"the server was silent for {_timeout.TotalSeconds:0.###} s {during}", null);
        }
    }

    /// <summary>A failure of this request.</summary>
    public RestFailure Fail(FailureKind kind, string detail, Exception? cause = null) => _fail(kind, detail, cause);

    public void Dispose() => _ending.Dispose();
}
