using FakeServer;

namespace RestoreSessions.Tests.Races;

/// <summary>How the body of an answer travels.</summary>
internal sealed class Form(Compression compression, Framing framing)
{
    /// <summary>All of them, by name. The module does not ask for deflate, and gets a plain body from a server that would send it.</summary>
    public static readonly IReadOnlyDictionary<string, Form> All = new Dictionary<string, Form>
    {
        ["gzip"] = new(Compression.Gzip, Framing.Length),
        ["gzip in chunks"] = new(Compression.Gzip, Framing.Chunked),
        ["deflate"] = new(Compression.Deflate, Framing.Length),
        ["plain"] = new(Compression.None, Framing.Length),
        ["plain in chunks"] = new(Compression.None, Framing.Chunked),
    };

    /// <summary>The true answer in this form; silent for ever after so many bytes, where that is asked.</summary>
    public Fault Answer(long? silentAfter = null)
    {
        Fault whole = Fault.Encoded(compression, framing);
        return silentAfter is { } bytes ? whole.SilentAfter(bytes) : whole;
    }
}
