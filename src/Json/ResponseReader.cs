using System.Globalization;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>Reads the JSON of an answer: tolerant about values, strict about the structure.</summary>
/// <remarks>
/// Call a method that reads a value when the reader is on the property's name; it leaves the reader on the value's last token. It returns null
/// for null and for a value of another kind, which it reports to <see cref="Unreadable"/>.
/// </remarks>
internal sealed class ResponseReader : JsonTextReader
{
    // A name may be as long as an item.
    private const int LongestPath = 100;

    // An empty element takes three characters of the answer and a hundred times as many bytes of memory.
    private const int MostElements = 64 * 1024;

    private readonly BoundedText _text;
    private int _elements;
    private string? _unusable;

    /// <param name="text">The JSON; it stays open when the reader is disposed.</param>
    /// <param name="names">The known property names.</param>
    /// <param name="longest">The longest item of a listing, or the longest other answer, in characters.</param>
    public ResponseReader(TextReader text, JsonNames names, int longest = BoundedText.LongestItem)
        : this(new BoundedText(text, longest), names)
    {
    }

    private ResponseReader(BoundedText text, JsonNames names)
        : base(text)
    {
        _text = text;
        DateParseHandling = DateParseHandling.None;
        PropertyNameTable = names;
        CloseInput = false;
    }

    /// <summary>Called for each value that is left out because it cannot be read.</summary>
    public Action<string>? Unreadable { get; set; }

    /// <summary>Whether more of the answer was asked for than there is.</summary>
    public bool IsAtEnd => _text.IsAtEnd;

    private string Where => Path.Length <= LongestPath ? Path : Path.Substring(0, LongestPath) + "...";

    /// <summary>Begins the next item of a listing; the limits apply to each item.</summary>
    public void BeginItem()
    {
        _text.BeginPart();
        _elements = 0;
    }

    /// <summary>Reads text, or a number or boolean as text.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public string? ReadText()
    {
        ReadToken();
        return CurrentText();
    }

    /// <summary>Reads a time, in UTC.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public DateTime? ReadTime() => ReadToken() == JsonToken.String && IsoTime.Parse((string)Value!) is { } time ? time : (DateTime?)LeaveOut("time");

    /// <summary>Reads a GUID.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public Guid? ReadGuid() => ReadToken() == JsonToken.String && Guid.TryParse((string)Value!, out Guid id) ? id : (Guid?)LeaveOut("GUID");

    /// <summary>Reads a 64-bit integer, which may be text.</summary>
    public long? ReadNumber() => ReadToken() switch
    {
        JsonToken.Integer when Value is long number => number,
        JsonToken.String when long.TryParse((string)Value!, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) => number,
        _ => (long?)LeaveOut("whole number"),
    };

    /// <summary>Reads an array. Elements for which <paramref name="readElement"/> returns null are left out.</summary>
    /// <exception cref="JsonReaderException">The arrays of the item, or of an answer that is not a listing, have too many elements.</exception>
    /// <param name="readElement">Called on the first token of each element.</param>
    public TItem[] ReadList<TItem>(Func<ResponseReader, TItem?> readElement)
        where TItem : class
    {
        List<TItem> items = new();
        if (ReadToken() != JsonToken.StartArray)
        {
            LeaveOut("list");
            return Array.Empty<TItem>();
        }

        while (ReadToken() != JsonToken.EndArray)
        {
            if (++_elements > MostElements)
            {
                throw new JsonReaderException($"its lists have more than {MostElements} elements");
            }

            if (readElement(this) is { } item)
            {
                items.Add(item);
            }
        }

        return items.ToArray();
    }

    /// <summary>The current value as text; null for null, and for an object or array, which is skipped.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public string? CurrentText()
    {
        switch (TokenType)
        {
            case JsonToken.String:
                return (string)Value!;
            case JsonToken.Null:
                return null;
            case JsonToken.StartObject:
            case JsonToken.StartArray:
                LeaveOut("text");
                return null;
            default:
                return Convert.ToString(Value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Moves to the name of the next property; false at the end of the object.</summary>
    /// <exception cref="JsonReaderException">The next token is neither.</exception>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public bool ReadProperty() => ReadToken() switch
    {
        JsonToken.PropertyName => true,
        JsonToken.EndObject => false,
        _ => throw Unexpected("a property"),
    };

    /// <summary>Skips a value of any kind.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public void SkipValue()
    {
        ReadToken();
        Skip();
    }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="JsonReaderException">The document ends.</exception>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public JsonToken ReadToken() => Read() ? TokenType : throw new JsonReaderException("the answer ends in the middle");

    /// <summary>Reads the rest of the body, after the JSON: white space at most.</summary>
    /// <exception cref="JsonReaderException">There is something else.</exception>
    public void ReadEnd()
    {
        if (Read())
        {
            throw new JsonReaderException("the answer goes on after the end of its JSON");
        }
    }

    /// <summary>An exception with what was expected and where, but without the value, which may be a secret.</summary>
    public JsonReaderException Unexpected(string expected) => new($"{expected} was expected at '{Where}'");

    /// <summary>Remembers that a value could not be read without which its object cannot be used.</summary>
    public void NoteUnusable(string expected) => _unusable ??= Unexpected(expected).Message;

    /// <summary>What was remembered first, which is forgotten then; null for nothing.</summary>
    public string? TakeUnusable()
    {
        string? first = _unusable;
        _unusable = null;
        return first;
    }

    private object? LeaveOut(string kind)
    {
        if (TokenType != JsonToken.Null)
        {
            Unreadable?.Invoke($"the value at '{Where}' is not a {kind} and is left out");
        }

        Skip();
        return null;
    }
}
