using System;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FakeServer;

/// <summary>The body of an answer on its way out: counted, and held or broken where a fault says so.</summary>
internal sealed class AnswerStream(PipeWriter wire, HttpContext context, RequestRecord record, Fault? fault, FaultList faults, Action<long> count) : WriteOnlyStream
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
            await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
            record.BytesSent += buffer.Length;
            count(buffer.Length);
        }
    }
}

/// <summary>Ends an answer whose Content-Length promised more; what has been sent arrives, and then the connection closes.</summary>
internal sealed class AnswerCutException : Exception;
