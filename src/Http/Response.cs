using System.Text;
using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Http;

/// <summary>An answer whose headers have arrived and whose body is read as it arrives. Its owner is its only reader, and disposes it between reads.</summary>
internal sealed class Response(HttpResponseMessage message, Stream content, RequestAttempt attempt) : IDisposable
{
    /// <summary>The size of a read buffer in bytes: a TLS record (RFC 8446, 5.1), and one more that stays free (<see cref="BodyStream.ReadAsync"/>).</summary>
    public const int BufferSize = (16 * 1024) + 1;

    private readonly BodyStream _body = new(content, attempt);
    private CancellationTokenSource? _source;
    private bool? _isObjectCut;

    /// <summary>Of a body that is not the JSON expected: whether there is nothing more of it, so that it was probably cut off.</summary>
    public bool IsCut => _isObjectCut ?? _body.IsAtEnd;

    public Stream Body => _body;

    /// <inheritdoc cref="BodyStream.BeforeWait"/>
    public Action BeforeWait { set => _body.BeforeWait = value; }

    /// <summary>The body as text: UTF-8, or the encoding of its byte order mark. Only <see cref="Dispose"/> closes the body, after it has ended the download.</summary>
    public StreamReader OpenText() => new(_body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);

    /// <summary>Reads a body that is one object: all of it before anything is made of it, so that no thread waits for a server that falls silent.</summary>
    /// <param name="items">Reads the object.</param>
    /// <param name="longest">The longest body, in characters.</param>
    /// <param name="unreadable">Called for each value that is left out because it cannot be read.</param>
    /// <exception cref="JsonException">The body is not such an object, is too long, or has something behind it.</exception>
    public async Task<T> ReadAsync<T>(ObjectReader<T> items, int longest, Action<string> unreadable)
        where T : new()
    {
        _isObjectCut = false;
        using StreamReader text = OpenText();
        string body = await BoundedText.ReadAllAsync(text, longest).ConfigureAwait(false);
        using ResponseReader reader = new(new StringReader(body), items.Names, longest) { Unreadable = unreadable };
        try
        {
            T item = reader.ReadToken() == JsonToken.StartObject ? items.Read(reader) : throw reader.Unexpected("an object");
            reader.ReadEnd();
            return item;
        }
        catch (JsonException)
        {
            _isObjectCut = reader.IsAtEnd;
            throw;
        }
    }

    /// <inheritdoc cref="RequestAttempt.NoteItem"/>
    public void NoteItem() => attempt.NoteItem();

    /// <summary>Takes ownership of the cancellation source of its request, which must live as long as the body is read.</summary>
    public void TakeOwnership(CancellationTokenSource source) => _source = source;

    /// <summary>Ends the download.</summary>
    public void Dispose()
    {
        if (!_body.IsAtEnd)
        {
            // Without a cancellation, .NET Framework reads the rest of the body when the response is disposed.
            attempt.GiveUp();
        }

        _body.Dispose();
        message.Dispose();
        attempt.Dispose();
        _source?.Dispose();
    }
}
