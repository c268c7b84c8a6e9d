using System.IO.Pipelines;

namespace FakeServer;

/// <summary>The body of an answer on its way out: counted, and held or broken where a fault says so.</summary>
/// <param name="wire">Where it goes.</param>
/// <param name="context">The request's.</param>
/// <param name="record">Counts what is sent.</param>
/// <param name="fault">What goes wrong, if anything does.</param>
/// <param name="faults">Holds an answer, and lets it go on.</param>
/// <param name="count">Called before each piece is sent.</param>
/// <param name="complete">Called before the last piece of an answer whose length was announced is sent.</param>
internal sealed class AnswerStream(
    PipeWriter wire, HttpContext context, RequestRecord record, Fault? fault, FaultList faults, Action<long> count, Action complete) : WriteOnlyStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault is not null && (fault.HoldsAfter ?? fault.BreaksAfter) is { } at && record.BytesSent + buffer.Length > at)
        {
            int before = (int)Math.Max(0, at - record.BytesSent);
            await SendAsync(buffer[..before], cancellationToken).ConfigureAwait(false);
            await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (fault.BreaksAfter is not null)
            {
                throw new AnswerCutException();
            }

            await faults.HoldAsync(context.RequestAborted).ConfigureAwait(false);
            fault = null;
            buffer = buffer[before..];
        }

        await SendAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => await wire.FlushAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length > 0)
        {
            // In one piece, and so in the largest records that TLS has: Kestrel's own are of 4 KB, and each wakes somebody.
            buffer.CopyTo(wire.GetMemory(buffer.Length));
            wire.Advance(buffer.Length);

            // Before it is sent, because a test reads the record as soon as the client has the whole answer.
            record.BytesSent += buffer.Length;
            count(buffer.Length);
            if (record.BytesSent == context.Response.ContentLength)
            {
                complete();
            }

            await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Ends an answer whose Content-Length promised more; what has been sent arrives, and then the connection closes.</summary>
internal sealed class AnswerCutException : Exception;
