using System.Collections.Concurrent;

namespace FakeServer;

/// <summary>Serves one request after the other: records it, holds it against the vendor's contract, and answers it, well or not.</summary>
internal sealed class RequestPipeline(ServerOptions options, RequestLog log, FaultList faults, RestoreRoutes routes)
{
    private readonly ConcurrentQueue<string> _violations = new();
    private long _bodyBytes;

    /// <summary>How many bytes of bodies it has sent.</summary>
    public long BodyBytesSent => Interlocked.Read(ref _bodyBytes);

    /// <summary>The requests that the vendor's contract does not allow, and why.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    public async Task ServeAsync(HttpContext context)
    {
        RequestRecord record = new()
        {
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
            RawQuery = context.Request.QueryString.Value ?? "",
            Query = context.Request.Query.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Headers = context.Request.Headers.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Connection = context.Connection.Id,
        };
        log.Add(record);
        try
        {
            using StreamReader reader = new(context.Request.Body);
            record.Body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            await (BreaksContract(record) is { } violation ? RefuseAsync(context, violation) : AnswerAsync(context, record)).ConfigureAwait(false);
            Complete(context, record);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            record.IsAborted = true;
            context.Abort();
        }
        catch (AnswerCutException)
        {
            Complete(context, record);
        }
        finally
        {
            log.Finish(record);
        }
    }

    private void Complete(HttpContext context, RequestRecord record)
    {
        record.StatusCode = context.Response.StatusCode;
        log.Finish(record);
    }

    private string? BreaksContract(RequestRecord record) => options.ChecksContract ? VendorContract.Present?.Check(record) : null;

    private Task RefuseAsync(HttpContext context, string violation)
    {
        _violations.Enqueue(violation);
        return context.ErrorAsync(8, 400, $"The vendor's OpenAPI does not allow {violation}", "ParameterValidationFailure");
    }

    private async Task AnswerAsync(HttpContext context, RequestRecord record)
    {
        if (options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(options.Latency, context.RequestAborted).ConfigureAwait(false);
        }

        if (options.DateHeader is { } date)
        {
            context.Response.Headers.Date = date;
        }

        Fault fault = faults.Take(record) ?? Fault.None;
        FaultyAnswer answer = new(context, fault, faults, () => routes.AnswerAsync(context, record.Body));
        await answer.BeginAsync().ConfigureAwait(false);
        context.Response.Body = new AnswerStream(
            context.Response.BodyWriter, context, record, fault, faults, bytes => Interlocked.Add(ref _bodyBytes, bytes), () => Complete(context, record));
        EncodedStream? encoded = fault.Headers.ContainsKey("Content-Encoding")
            ? null : EncodedStream.For(context, fault.Compression ?? options.Compression, fault.Framing ?? options.Framing);
        context.Response.Body = encoded ?? context.Response.Body;
        await answer.SendAsync().ConfigureAwait(false);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        await (encoded?.FinishAsync(context.RequestAborted) ?? Task.CompletedTask).ConfigureAwait(false);
    }
}
