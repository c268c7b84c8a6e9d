using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Http;

/// <summary>An answer whose body is still on its way. Whoever holds it is its only reader, and disposes it when no read is under way.</summary>
internal sealed class Answer(HttpResponseMessage response, Stream content, Exchange exchange) : IDisposable
{
    /// <summary>The most bytes of a body that are read at once: a TLS record (RFC 8446, 5.1), and one more, which stays free.</summary>
    public const int BufferSize = (16 * 1024) + 1;

    private readonly BodyStream _body = new(content, exchange);
    private CancellationTokenSource? _source;

    /// <summary>Whether the body has been read to its end.</summary>
    public bool IsAtEnd => _body.IsAtEnd;

    public Stream Body => _body;

    /// <summary>The body as text: UTF-8, or what a byte order mark says.</summary>
    public StreamReader OpenText() => new(_body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);

    /// <summary>Reads a body that is one object, blocking while the server is silent.</summary>
    /// <param name="items">Reads the object.</param>
    /// <param name="longest">The longest body, in characters.</param>
    /// <param name="unreadable">Told of each value that is left out because it cannot be read.</param>
    /// <exception cref="JsonException">It is no such object, or a longer one.</exception>
    public T Read<T>(ObjectReader<T> items, int longest, Action<string> unreadable)
        where T : new()
    {
        using StreamReader text = OpenText();
        using AnswerReader reader = new(text, items.Names, longest) { Unreadable = unreadable };
        return reader.ReadValue() == JsonToken.StartObject ? items.Read(reader) : throw reader.Unexpected("an object");
    }

    /// <inheritdoc cref="Exchange.NoteItem"/>
    public void NoteItem() => exchange.NoteItem();

    /// <summary>Takes over the source of the token that its request was sent with, which has to live as long as the body is read.</summary>
    public void Own(CancellationTokenSource source) => _source = source;

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        if (!IsAtEnd)
        {
            // .NET Framework would read on to the end of an answer that is closed in its middle.
            exchange.GiveUp();
        }

        _body.Dispose();
        response.Dispose();
        exchange.Dispose();
        _source?.Dispose();
    }
}
