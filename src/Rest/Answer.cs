using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;

namespace RestoreSessions.Rest;

/// <summary>An answer whose body is still on its way. Whoever holds it is its only reader, and disposes it when no read is under way.</summary>
internal sealed class Answer : IDisposable
{
    /// <summary>The most bytes of a body that are read at once: a TLS record (RFC 8446, 5.1), and one more, which stays free.</summary>
    public const int BufferSize = (16 * 1024) + 1;

    private readonly HttpResponseMessage _response;
    private readonly BodyStream _body;
    private readonly Exchange _exchange;
    private CancellationTokenSource? _source;

    public Answer(HttpResponseMessage response, Stream content, Exchange exchange)
    {
        _response = response;
        _body = new BodyStream(content, exchange);
        _exchange = exchange;
    }

    /// <summary>Whether the body has been read to its end.</summary>
    public bool IsAtEnd => _body.IsAtEnd;

    public Stream Body => _body;

    /// <summary>The body as text: UTF-8, or what a byte order mark says.</summary>
    public StreamReader OpenText() => new(_body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);

    /// <summary>Takes over the source of the token that its request was sent with, which has to live as long as the body is read.</summary>
    public void Own(CancellationTokenSource source) => _source = source;

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        if (!IsAtEnd)
        {
            // .NET Framework would read on to the end of an answer that is closed in its middle.
            _exchange.GiveUp();
        }

        _body.Dispose();
        _response.Dispose();
        _exchange.Dispose();
        _source?.Dispose();
    }
}
