using System.IO.Compression;

namespace FakeServer;

/// <summary>A body that is compressed on its way out, sent in chunks, or kept until its length is known.</summary>
internal sealed class EncodedStream : WriteOnlyStream
{
    private readonly HttpContext _context;
    private readonly Stream _wire;
    private readonly Compression _compression;
    private readonly MemoryStream? _kept;
    private Stream? _packer;

    private EncodedStream(HttpContext context, Stream wire, Compression compression, Framing framing)
    {
        _context = context;
        _wire = wire;
        _compression = compression;
        _kept = framing == Framing.Length ? new MemoryStream() : null;
    }

    /// <summary>Null where the body is sent as the route writes it, or the client accepts no such compression.</summary>
    public static EncodedStream? For(HttpContext context, Compression compression, Framing framing)
    {
        string name = NameOf(compression);
        bool isAccepted = name.Length > 0 && context.Request.Headers.AcceptEncoding.ToString().Contains(name, StringComparison.OrdinalIgnoreCase);
        compression = isAccepted ? compression : Compression.None;
        return compression == Compression.None && framing == Framing.AsIs ? null : new EncodedStream(context, context.Response.Body, compression, framing);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        (_packer ??= Begin()).WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _packer?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_packer is null)
        {
            return;
        }

        if (_compression != Compression.None)
        {
            await _packer.DisposeAsync().ConfigureAwait(false);
        }

        if (_kept is not null)
        {
            _context.Response.ContentLength = _kept.Length;
            await _wire.WriteAsync(_kept.GetBuffer().AsMemory(0, (int)_kept.Length), cancellationToken).ConfigureAwait(false);
        }
    }

    // Only now, because an answer without a body is not encoded.
    private Stream Begin()
    {
        _context.Response.ContentLength = null;
        Stream sink = _kept ?? _wire;
        if (_compression != Compression.None)
        {
            _context.Response.Headers.ContentEncoding = NameOf(_compression);
        }

        return _compression switch
        {
            Compression.Gzip => new GZipStream(sink, CompressionLevel.Fastest, leaveOpen: true),
            Compression.Deflate => new ZLibStream(sink, CompressionLevel.Fastest, leaveOpen: true),
            _ => sink,
        };
    }

    private static string NameOf(Compression compression) => compression switch
    {
        Compression.Gzip => "gzip",
        Compression.Deflate => "deflate",
        _ => "",
    };
}
