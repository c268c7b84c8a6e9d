using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;

namespace RestoreSessions.Rest;

/// <summary>A successful response whose body is still on its way.</summary>
internal sealed class Answer : IDisposable
{
    /// <summary>The most bytes of a body that are read at once: a TLS record (RFC 8446, 5.1), and one more, which stays free.</summary>
    public const int BufferSize = (16 * 1024) + 1;

    private readonly HttpResponseMessage _response;
    private readonly BodyStream _body;

    public Answer(HttpResponseMessage response, BodyStream body)
    {
        _response = response;
        _body = body;
    }

    /// <summary>Whether the body has been read to its end.</summary>
    public bool IsAtEnd => _body.IsAtEnd;

    /// <summary>The body as text: UTF-8, or what a byte order mark says.</summary>
    public StreamReader OpenText() => new(_body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        _body.Dispose();
        _response.Dispose();
    }
}
