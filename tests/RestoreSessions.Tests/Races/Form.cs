using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using FakeServer;

namespace RestoreSessions.Tests.Races;

/// <summary>How the body of an answer travels.</summary>
internal sealed class Form
{
    /// <summary>All of them, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Form> All = new Dictionary<string, Form>
    {
        ["gzip"] = new(body => Pack(body)),
        ["gzip in chunks"] = new(body => Pack(body), isChunked: true),
        ["plain"] = new(null),
        ["plain in chunks"] = new(null, isChunked: true),
    };

    private readonly System.Func<byte[], byte[]>? _pack;
    private readonly bool _isChunked;

    private Form(System.Func<byte[], byte[]>? pack, bool isChunked = false)
    {
        _pack = pack;
        _isChunked = isChunked;
    }

    /// <summary>The true answer in this form; silent for ever after so many bytes, where that is asked.</summary>
    public Fault Answer(long? silentAfter = null)
    {
        Fault whole = Fault.Altered(_pack ?? (body => body), _pack is null ? null : new Dictionary<string, string> { ["Content-Encoding"] = "gzip" });
        Fault formed = _isChunked ? whole.InChunks() : whole;
        return silentAfter is { } bytes ? formed.SilentAfter(bytes) : formed;
    }

    private static byte[] Pack(byte[] body)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }
}
