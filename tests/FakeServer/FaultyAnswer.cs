using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FakeServer;

/// <summary>Gives a route's answer, or what a fault makes of it.</summary>
internal sealed class FaultyAnswer(HttpContext context, Fault fault, FaultList faults, Func<Task> route)
{
    private const int Piece = 64 * 1024;

    /// <summary>Does what goes wrong before there is a body.</summary>
    /// <exception cref="OperationCanceledException">The connection is broken.</exception>
    public async Task BeginAsync()
    {
        if (fault.HoldsHeaders)
        {
            await faults.HoldAsync(context.RequestAborted).ConfigureAwait(false);
        }

        if (fault.BreaksAfter < 0)
        {
            context.Abort();
            throw new OperationCanceledException();
        }

        if (fault.IsRaw)
        {
            await SendRawAsync().ConfigureAwait(false);
        }

        // More than will be sent, so that the client knows the answer for cut.
        context.Response.ContentLength = fault.BreaksAfter + 1024;
    }

    /// <summary>Sends the body.</summary>
    public async Task SendAsync()
    {
        foreach ((string name, string value) in fault.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (fault.Code is { } code)
        {
            context.Response.StatusCode = code;
            context.Response.ContentType = fault.Body.Length > 0 ? fault.ContentType : null;
            await context.Response.BodyWriter.WriteAsync(fault.Body).ConfigureAwait(false);
            await (fault.Drops is { } drop ? DripAsync(drop) : PadAsync()).ConfigureAwait(false);
        }
        else if (fault.Alter is { } alter)
        {
            await SendAlteredAsync(alter).ConfigureAwait(false);
        }
        else
        {
            await route().ConfigureAwait(false);
        }
    }

    // Beneath Kestrel's HTTP, which would not let a lie pass.
    private async Task SendRawAsync()
    {
        PipeWriter wire = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        await wire.WriteAsync(fault.Body).ConfigureAwait(false);
        await wire.CompleteAsync().ConfigureAwait(false);
        throw new AnswerCutException();
    }

    private async Task PadAsync()
    {
        byte[] piece = new byte[Piece];
        Array.Fill(piece, fault.Padding);
        for (long left = fault.PaddingLength; left > 0; left -= piece.Length)
        {
            await context.Response.BodyWriter.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);

            // To a client that has left, writing costs nothing, and the pool says that it has: its turn comes before this one's.
            await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default).ConfigureAwait(false);
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    // One drop after the other, each before a client's patience with silence is over.
    private async Task DripAsync(byte[] drop)
    {
        Task released = faults.BeginHold();
        Stopwatch watch = Stopwatch.StartNew();
        while (!released.IsCompleted && watch.Elapsed < Fault.LongestDrip)
        {
            await context.Response.BodyWriter.WriteAsync(drop, context.RequestAborted).ConfigureAwait(false);
            await Task.WhenAny(released, Task.Delay(fault.Pause, context.RequestAborted)).ConfigureAwait(false);
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    private async Task SendAlteredAsync(Func<byte[], byte[]> alter)
    {
        Stream wire = context.Response.Body;
        using MemoryStream kept = new();
        context.Response.Body = kept;
        await route().ConfigureAwait(false);
        await context.Response.BodyWriter.FlushAsync().ConfigureAwait(false);
        context.Response.Body = wire;
        byte[] body = alter(kept.ToArray());
        context.Response.ContentLength = fault.IsCut ? kept.Length + 1 : body.Length;
        int piece = Math.Max(1, body.Length / fault.Pieces);
        for (int at = 0; at < body.Length; at += piece)
        {
            await wire.WriteAsync(body.AsMemory(at, Math.Min(piece, body.Length - at)), context.RequestAborted).ConfigureAwait(false);
            await wire.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await Task.Delay(fault.Pause, context.RequestAborted).ConfigureAwait(false);
        }

        if (fault.IsCut)
        {
            throw new AnswerCutException();
        }
    }
}
