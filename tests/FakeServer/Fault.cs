using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace FakeServer;

/// <summary>Something that goes wrong with one answer.</summary>
public sealed record Fault
{
    /// <summary>All goes well.</summary>
    internal static readonly Fault None = new();

    /// <summary>An endless drip ends after this time, so that no server lives for ever.</summary>
    internal static readonly TimeSpan LongestDrip = TimeSpan.FromMinutes(5);

    private Fault()
    {
    }

    /// <summary>Answers with this status in place of the route's answer.</summary>
    public int? Code { get; private init; }

    /// <summary>The body of that answer.</summary>
    public byte[] Body { get; private init; } = [];

    /// <summary>Its media type; empty for none.</summary>
    public string ContentType { get; private init; } = "application/json; charset=utf-8";

    /// <summary>Its further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    /// <summary>Holds before the headers.</summary>
    public bool HoldsHeaders { get; private init; }

    /// <summary>Holds after so many bytes of the body.</summary>
    public long? HoldsAfter { get; private init; }

    /// <summary>Breaks the connection after so many bytes of the body; below 0 before the headers.</summary>
    public long? BreaksAfter { get; private init; }

    /// <summary>Puts <see cref="Body"/> on the wire as it is, in place of a whole HTTP answer, and closes the connection.</summary>
    public bool IsRaw { get; private init; }

    /// <summary>What becomes of the route's true body.</summary>
    public Func<byte[], byte[]>? Alter { get; private init; }

    /// <summary>Breaks the connection after the altered body, of which more was promised.</summary>
    public bool IsCut { get; private init; }

    /// <summary>In how many pieces the altered body is sent.</summary>
    public int Pieces { get; private init; } = 1;

    /// <summary>How long it pauses after each.</summary>
    public TimeSpan Pause { get; private init; }

    /// <summary>What follows <see cref="Body"/> again and again, with a pause after each time, until the client leaves; null for nothing.</summary>
    public byte[]? Drops { get; private init; }

    /// <summary>How the body is compressed; null for what the server does anyway.</summary>
    public Compression? Compression { get; private init; }

    /// <summary>How the end of the body is told; null for what the server does anyway.</summary>
    public Framing? Framing { get; private init; }

    /// <summary>What follows <see cref="Body"/> so many times as <see cref="PaddingLength"/> says.</summary>
    public byte Padding { get; private init; }

    /// <summary>How many bytes of <see cref="Padding"/> follow.</summary>
    public long PaddingLength { get; private init; }

    /// <summary>Answers with a status, JSON or other text, and headers.</summary>
    public static Fault Status(int code, string body = "", string contentType = "application/json; charset=utf-8", IReadOnlyDictionary<string, string>? headers = null) =>
        new() { Code = code, Body = Encoding.UTF8.GetBytes(body), ContentType = contentType, Headers = headers ?? new Dictionary<string, string>() };

    /// <summary>Answers 200 with these bytes.</summary>
    public static Fault RawBody(byte[] body, string contentType = "application/json; charset=utf-8", IReadOnlyDictionary<string, string>? headers = null) =>
        new() { Code = 200, Body = body, ContentType = contentType, Headers = headers ?? new Dictionary<string, string>() };

    /// <summary>Answers 200 with this text in UTF-8.</summary>
    public static Fault RawBody(string body) => RawBody(Encoding.UTF8.GetBytes(body));

    /// <summary>Puts this on the wire in place of an HTTP answer, and closes the connection.</summary>
    public static Fault Raw(string answer) => Verbatim(answer.ReplaceLineEndings("\r\n"));

    /// <summary>The same, with the line ends that stand in it.</summary>
    public static Fault Verbatim(string answer) => new() { IsRaw = true, Body = Encoding.UTF8.GetBytes(answer) };

    /// <summary>Takes the request, and closes the connection in order (FIN) before the first byte of an answer.</summary>
    public static Fault HangUp() => Verbatim("");

    /// <summary>A proxy's page, with status 200.</summary>
    public static Fault Html() => new() { Code = 200, Body = "<html><body>Please log in to the proxy.</body></html>"u8.ToArray(), ContentType = "text/html" };

    /// <summary>Answers with an error in the form of RFC 9457.</summary>
    public static Fault Problem(int code, string title, string detail) =>
        Status(code, JsonSerializer.Serialize(new { type = "about:blank", title, status = code, detail }), "application/problem+json");

    /// <summary>Answers 200 with a small body that becomes a large one: a beginning, a text until so many bytes are full, and an end.</summary>
    public static Fault GzipBomb(string beginning, string repeated, long length, string end = "")
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.SmallestSize))
        {
            stream.Write(Encoding.UTF8.GetBytes(beginning));
            byte[] piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, Math.Max(1, (1 << 16) / repeated.Length))));
            for (long left = length; left > 0; left -= piece.Length)
            {
                stream.Write(piece);
            }

            stream.Write(Encoding.UTF8.GetBytes(end));
        }

        return RawBody(packed.ToArray(), headers: new Dictionary<string, string> { ["Content-Encoding"] = "gzip" });
    }

    /// <summary>Sends the client elsewhere.</summary>
    public static Fault Redirect(string location) => Status(302, headers: new Dictionary<string, string> { ["Location"] = location });

    /// <summary>Accepts the request and never answers, until the client leaves or the faults are released.</summary>
    public static Fault StallHeaders() => new() { HoldsHeaders = true };

    /// <summary>Sends so many bytes of the true answer, and then falls silent.</summary>
    public static Fault StallBody(long afterBytes) => new() { HoldsAfter = afterBytes };

    /// <summary>Sends so many bytes of the true answer, and then breaks the connection.</summary>
    public static Fault CutBody(long afterBytes) => new() { BreaksAfter = afterBytes };

    /// <summary>Breaks the connection (RST) before the headers.</summary>
    public static Fault Reset() => new() { BreaksAfter = -1 };

    /// <summary>Sends something else that is made of the true body.</summary>
    public static Fault Altered(Func<byte[], byte[]> alter, IReadOnlyDictionary<string, string>? headers = null) =>
        new() { Alter = alter, Headers = headers ?? new Dictionary<string, string>() };

    /// <summary>The same, silent after so many bytes of the body.</summary>
    public Fault SilentAfter(long bytes) => this with { HoldsAfter = bytes };

    /// <summary>Sends the true body up to the first place where this text stands, or half of it, and then breaks the connection.</summary>
    public static Fault CutAfter(string text) => new()
    {
        Alter = body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) is >= 0 and int at ? body[..(at + text.Length)] : body[..(body.Length / 2)],
        IsCut = true,
    };

    /// <summary>Sends the true body in pieces, and pauses after each.</summary>
    public static Fault Drip(int pieces, TimeSpan pause) => new() { Alter = body => body, Pieces = pieces, Pause = pause };

    /// <summary>Sends a beginning, and after it the same drop after each pause, until the client leaves or the faults are released.</summary>
    public static Fault DripForEver(int code, string beginning, TimeSpan pause, string drop = " ") =>
        new() { Code = code, Body = Encoding.UTF8.GetBytes(beginning), Drops = Encoding.UTF8.GetBytes(drop), Pause = pause };

    /// <summary>Sends the true body with one text in the place of another.</summary>
    public static Fault Replacing(string text, string other) => Altered(body => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(text, other, StringComparison.Ordinal)));

    /// <summary>Sends the true body in this form, the compressed ones to a client that accepts them.</summary>
    public static Fault Encoded(Compression compression, Framing framing = FakeServer.Framing.AsIs) => new() { Compression = compression, Framing = framing };

    /// <summary>Closes the connection after the true answer, as the answer says it will.</summary>
    public static Fault Closing() => new() { Headers = new Dictionary<string, string> { ["Connection"] = "close" } };

    /// <summary>Sends a beginning, and after it the same byte again and again, until the client leaves or so many have been sent.</summary>
    public static Fault Endless(int code, string beginning, char padding, long length) =>
        new() { Code = code, Body = Encoding.UTF8.GetBytes(beginning), Padding = (byte)padding, PaddingLength = length };
}
