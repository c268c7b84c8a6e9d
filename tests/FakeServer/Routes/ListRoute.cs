using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace FakeServer;

/// <summary>Writes listings: a page, or the bare array, streamed as a large server would.</summary>
internal sealed class ListRoute(ServerOptions options, SessionSet sessions)
{
    private const int FlushAt = 32 * 1024;

    private int _pages;
    private int _endlessPages;

    /// <summary>GET /vN/RestoreSessions.</summary>
    public Task SessionsAsync(HttpContext context, int version, Account account)
    {
        sessions.BetweenPages?.Invoke(sessions, Interlocked.Increment(ref _pages) - 1);
        IQueryCollection query = context.Request.Query;
        SessionFilter filter = new()
        {
            Account = account,
            StartTimeFrom = Time(query["startTimeFrom"]),
            StartTimeTo = Time(query["startTimeTo"]),
            EndTimeFrom = version >= 8 ? Time(query["endTimeFrom"]) : null,
            EndTimeTo = version >= 8 ? Time(query["endTimeTo"]) : null,
            IsByEndTime = version >= 8 && string.Equals(query["orderBy"], "EndTime", StringComparison.OrdinalIgnoreCase),
            IsSorted = version >= 8 ? !options.IgnoresOrder : options.NewestFirst,
            IsNewestFirst = version >= 8 ? !options.IgnoresOrder && !string.Equals(query["orderAsc"], "true", StringComparison.OrdinalIgnoreCase) : options.NewestFirst,
        };
        string root = context.LinkRoot(version);
        return PageAsync(context, version, sessions.Select(filter), (json, session) => SessionJson.Write(json, session, version, root), options.Shape);
    }

    /// <summary>A page of anything.</summary>
    public async Task PageAsync<T>(HttpContext context, int version, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> write, BodyShape shape = BodyShape.Page)
    {
        int asked = Number(context.Request.Query["limit"]) ?? options.DefaultLimit;
        int limit = Math.Min(asked, options.MaximumLimit);
        if (options.IsEndless && all.Count > 0)
        {
            limit = Math.Min(limit, all.Count);
            all = new EndlessList<T>(all, Interlocked.Increment(ref _endlessPages));
        }

        int offset = options.IgnoreOffset ? 0 : Number(context.Request.Query["offset"]) ?? 0;
        bool isWhole = shape == BodyShape.Array && !options.CutsArrays;
        (int first, int end) = isWhole ? (0, all.Count) : (Math.Min(offset, all.Count), (int)Math.Min((long)offset + limit, all.Count));

        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/json; charset=utf-8";
        ArrayBufferWriter<byte> body = new(2 * FlushAt);
        using Utf8JsonWriter json = new(body, new JsonWriterOptions { SkipValidation = true });
        if (shape == BodyShape.Page)
        {
            WriteHead(json, offset, options.EchoesAskedLimit ? asked : limit);
        }

        if (shape == BodyShape.Page && options.NullResultsWhenEmpty && Enumerable.Range(first, end - first).All(IsHidden))
        {
            json.WriteNullValue();
        }
        else
        {
            await WriteItemsAsync(context, json, body, all, first, end, write).ConfigureAwait(false);
        }

        if (shape == BodyShape.Page)
        {
            WriteTail(context, json, version, end < all.Count ? end : null, limit, version < 8 ? all.Count : null);
        }

        await SendAsync(context, json, body).ConfigureAwait(false);
    }

    private bool IsHidden(int place) => options.IsHidden?.Invoke(place) ?? false;

    private async Task WriteItemsAsync<T>(
        HttpContext context, Utf8JsonWriter json, ArrayBufferWriter<byte> body, IReadOnlyList<T> all, int first, int end, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        for (int i = first; i < end; i++)
        {
            if (!IsHidden(i))
            {
                write(json, all[i]);
            }

            if (json.BytesPending + body.WrittenCount >= FlushAt)
            {
                await SendAsync(context, json, body).ConfigureAwait(false);
            }
        }

        json.WriteEndArray();
    }

    private static async Task SendAsync(HttpContext context, Utf8JsonWriter json, ArrayBufferWriter<byte> body)
    {
        json.Flush();
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        body.ResetWrittenCount();
    }

    private void WriteHead(Utf8JsonWriter json, int offset, int limit)
    {
        json.WriteStartObject();
        if (options.EchoOffset)
        {
            json.WriteNumber("offset"u8, offset);
        }

        if (options.EchoLimit)
        {
            json.WriteNumber("limit"u8, limit);
        }

        json.WritePropertyName("results"u8);
    }

    private void WriteTail(HttpContext context, Utf8JsonWriter json, int version, int? next, int limit, int? totalCount)
    {
        string root = options.NextLinkHost is null ? context.LinkRoot(version) : $"https://{options.NextLinkHost}/v{version}";
        string path = context.Request.Path.Value![3..];
        json.WriteStartObject("_links"u8);
        json.WriteStartObject("self"u8);
        json.WriteString("href"u8, root + path);
        json.WriteEndObject();
        if (next is not null && options.LinksNext)
        {
            json.WriteStartObject("next"u8);
            json.WriteString("href"u8, string.Create(CultureInfo.InvariantCulture, $"{root}{path}?offset={next}&limit={limit}"));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("setId"u8, Guid.Empty);
        if (totalCount is not null)
        {
            json.WritePropertyName("totalCount"u8);
            json.WriteRawValue(options.TotalCount?.Invoke(totalCount.Value) ?? totalCount.Value.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static DateTime? Time(string? text) =>
        text is null ? null : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
