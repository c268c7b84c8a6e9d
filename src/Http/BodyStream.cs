using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>The body of an answer. Only its reader touches it; others end a read that is under way through the tokens of its <see cref="Exchange"/>.</summary>
internal sealed class BodyStream : Stream
{
    private readonly Stream _inner;
    private readonly Exchange _exchange;

    /// <param name="inner">The response's content.</param>
    /// <param name="exchange">What may end a read.</param>
    public BodyStream(Stream inner, Exchange exchange)
    {
        _inner = inner;
        _exchange = exchange;
        if (inner.CanTimeout)
        {
            // .NET Framework ends a silent read after 300 s by itself; the exchange knows the user's own limit.
            inner.ReadTimeout = Timeout.Infinite;
        }
    }

    /// <summary>Whether the server has sent all that it meant to send.</summary>
    public bool IsAtEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Blocks until something has arrived. The readers of text and of JSON read in no other way.</summary>
    /// <inheritdoc cref="ReadAsync(byte[], int, int, CancellationToken)" path="/exception"/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <exception cref="RestFailure">The body broke off, the server fell silent, or the connection was closed.</exception>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            _exchange.BeginWait();

            // One byte less than asked for: StreamReader waits for more when its buffer was filled, before it gives what it has.
            int read = await _inner.ReadAsync(buffer, offset, count > 1 ? count - 1 : count, _exchange.Ending).ConfigureAwait(false);
            _exchange.EndWait();
            if (read == 0)
            {
                ThrowIfEnded();
                IsAtEnd = true;
            }

            return read;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or WebException or InvalidDataException or ObjectDisposedException)
        {
            // ObjectDisposedException: .NET Framework disposes the connection of a request whose token is cancelled.
            ThrowIfEnded();
            RestFailure failure = _exchange.Fail(FailureKind.UnexpectedAnswer, "the answer broke off", e);
            failure.Repeat = Repeat.IfSafe;
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

    private void ThrowIfEnded() => _exchange.ThrowIfEnded("in the middle of its answer");
}
