using System.Globalization;
using System.Text.Json;

namespace FakeServer;

/// <summary>The forms of answers that many routes share.</summary>
internal static class Answers
{
    /// <summary>
    /// An error in the version's form: {message}, from v7 on with errorCode, in v8 with stackTrace (vendor's OpenAPI). Of the codes of v8,
    /// v7 knows <c>ProxyOffline</c> alone.
    /// </summary>
    public static Task ErrorAsync(this HttpContext context, int version, int status, string message, string errorCode = "HttpError") =>
        context.JsonAsync(status, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            if (version >= 7)
            {
                json.WriteString("errorCode", version >= 8 || errorCode == "ProxyOffline" ? errorCode : null);
            }

            if (version >= 8)
            {
                json.WriteString("stackTrace", "");
            }

            json.WriteEndObject();
        });

    /// <summary>What an account may not do.</summary>
    public static Task DenyAsync(this HttpContext context, int version) =>
        context.ErrorAsync(version, 403, "Access to the resource is denied.", "ResourceAccessDenied");

    /// <summary>What is not there.</summary>
    public static Task NotFoundAsync(this HttpContext context, int version, string what) =>
        context.ErrorAsync(version, 404, $"{what} was not found.", "ResourceNotFound");

    /// <summary>A JSON body written at once.</summary>
    public static async Task JsonAsync(this HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        System.Buffers.ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            write(json);
        }

        context.Response.ContentLength = body.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory).ConfigureAwait(false);
    }

    /// <summary>The prefix of links: absolute in v5, relative from v6 on (seen in clients).</summary>
    public static string LinkRoot(this HttpContext context, int version) => version == 5 ? $"https://{context.Request.Host}/v5" : $"/v{version}";

    /// <summary>A time as the server writes it: UTC, no trailing zeros.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
