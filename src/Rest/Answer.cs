using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;

namespace RestoreSessions.Rest;

/// <summary>A successful response whose body is still on its way.</summary>
internal sealed class Answer : IDisposable
{
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
    public StreamReader OpenText() => new(_body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024);

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        _body.Dispose();
        _response.Dispose();
    }
}
