using System.Net;

namespace RestoreSessions.Http;

/// <summary>The body of an answer. Only its reader uses it; other threads end a read by cancelling a token of its <see cref="RequestAttempt"/>.</summary>
internal sealed class BodyStream : Stream
{
    private readonly Stream _inner;
    private readonly RequestAttempt _attempt;

    /// <param name="inner">The content of the response.</param>
    /// <param name="attempt">The attempt that the body belongs to.</param>
    public BodyStream(Stream inner, RequestAttempt attempt)
    {
        _inner = inner;
        _attempt = attempt;
        if (inner.CanTimeout)
        {
            // .NET Framework ends a read after 300 s of silence; the attempt applies the user's -TimeoutSec instead.
            inner.ReadTimeout = Timeout.Infinite;
        }
    }

    /// <summary>Whether the body has been read to its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Called by the thread that reads, before it waits for the server.</summary>
    public Action? BeforeWait { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Blocks until data has arrived: for the readers of listings, each of which has a thread of its own. What is one object is read by <see cref="ReadAsync"/>.</summary>
    /// <inheritdoc cref="ReadAsync(byte[], int, int, CancellationToken)" path="/exception"/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <exception cref="RestFailure">The body broke off, the server fell silent, or the connection was closed.</exception>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            // Read one byte less than asked: StreamReader blocks for more when its buffer was filled.
            Task<int> reading = _inner.ReadAsync(buffer, offset, count > 1 ? count - 1 : count, _attempt.Ending);
            if (!reading.IsCompleted)
            {
                await WaitAsync(reading).ConfigureAwait(false);
            }

            int read = await reading.ConfigureAwait(false);
            if (read == 0)
            {
                ThrowIfEnded();
                IsAtEnd = true;
            }

            return read;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or WebException or InvalidDataException or ObjectDisposedException)
        {
            // ObjectDisposedException: .NET Framework disposes the TCP connection of a cancelled request.
            ThrowIfEnded();
            RestFailure failure = _attempt.Fail(FailureKind.UnexpectedAnswer, "the answer broke off", e);
            failure.Retry = Retry.IfSafe;
            throw failure;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WaitAsync(Task reading)
    {
        try
        {
            BeforeWait?.Invoke();
        }
        finally
        {
            // Also when the command has ended: the reader disposes the body, and nobody may do that during a read.
            _attempt.BeginWait();
            await reading.ConfigureAwait(false);
            _attempt.EndWait();
        }
    }

    private void ThrowIfEnded() => _attempt.ThrowIfEnded(isAnswering: true);
}
