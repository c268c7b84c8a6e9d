using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>Reads the JSON of an answer: liberal about what servers are known to vary, strict about its structure.</summary>
/// <remarks>
/// Each method that reads a value is called on the property's name and leaves the reader on the value's last token. A value that is null or of
/// another kind is null; the second is told to <see cref="Unreadable"/>.
/// </remarks>
internal sealed class AnswerReader : JsonTextReader
{
    // A name may be as long as an item.
    private const int LongestPath = 100;

    // An empty element takes three characters of the answer and a hundred times as many bytes of memory.
    private const int MostElements = 64 * 1024;

    private readonly BoundedText _text;
    private int _elements;

    /// <param name="text">It stays open when the reader is disposed.</param>
    /// <param name="names">The property names to know.</param>
    /// <param name="longest">The longest item of a listing, or the longest answer that is no listing, in characters.</param>
    public AnswerReader(TextReader text, JsonNames names, int longest = BoundedText.LongestItem)
        : this(new BoundedText(text, longest), names)
    {
    }

    private AnswerReader(BoundedText text, JsonNames names)
        : base(text)
    {
        _text = text;
        DateParseHandling = DateParseHandling.None;
        PropertyNameTable = names;
        CloseInput = false;
    }

    /// <summary>Told of each value that is left out because it cannot be read.</summary>
    public Action<string>? Unreadable { get; set; }

    private string Where => Path.Length <= LongestPath ? Path : Path.Substring(0, LongestPath) + "...";

    /// <summary>Begins the next item of a listing, whose length is counted by itself.</summary>
    public void BeginItem()
    {
        _text.BeginPart();
        _elements = 0;
    }

    /// <summary>Text, or a number or boolean as text.</summary>
    [MethodImpl(Jit.Hot)]
    public string? ReadText()
    {
        ReadValue();
        return TextHere();
    }

    /// <summary>A time in UTC.</summary>
    [MethodImpl(Jit.Hot)]
    public DateTime? ReadTime() => ReadValue() == JsonToken.String && IsoTime.Parse((string)Value!) is { } time ? time : (DateTime?)LeaveOut("time");

    /// <summary>A GUID.</summary>
    [MethodImpl(Jit.Hot)]
    public Guid? ReadGuid() => ReadValue() == JsonToken.String && Guid.TryParse((string)Value!, out Guid id) ? id : (Guid?)LeaveOut("GUID");

    /// <summary>A whole number of 64 bits, also as text.</summary>
    public long? ReadNumber() => ReadValue() switch
    {
        JsonToken.Integer when Value is long number => number,
        JsonToken.String when long.TryParse((string)Value!, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) => number,
        _ => (long?)LeaveOut("whole number"),
    };

    /// <summary>The elements of an array, each as soon as it has been read; an element for which there is no value is left out.</summary>
    /// <exception cref="JsonReaderException">The item, or the answer that is no listing, has too many in all of its arrays.</exception>
    /// <param name="readElement">Called on the first token of each element.</param>
    public TItem[] ReadList<TItem>(Func<AnswerReader, TItem?> readElement)
        where TItem : class
    {
        List<TItem> items = new();
        if (ReadValue() != JsonToken.StartArray)
        {
            LeaveOut("list");
            return Array.Empty<TItem>();
        }

        while (ReadValue() != JsonToken.EndArray)
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

    /// <summary>The plain value that the reader is on, as text; null for null, and for a nested value, which is passed over.</summary>
    [MethodImpl(Jit.Hot)]
    public string? TextHere()
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
    /// <exception cref="JsonReaderException">There is something else.</exception>
    [MethodImpl(Jit.Hot)]
    public bool ReadProperty() => ReadValue() switch
    {
        JsonToken.PropertyName => true,
        JsonToken.EndObject => false,
        _ => throw Unexpected("a property"),
    };

    /// <summary>Passes over a value of any kind.</summary>
    [MethodImpl(Jit.Hot)]
    public void SkipValue()
    {
        ReadValue();
        Skip();
    }

    /// <summary>Moves on, where the document must not end.</summary>
    /// <exception cref="JsonReaderException">It ends.</exception>
    [MethodImpl(Jit.Hot)]
    public JsonToken ReadValue() => Read() ? TokenType : throw new JsonReaderException("the answer ends in the middle");

    /// <summary>An exception that names what was expected and where, never what was there: it may be a secret.</summary>
    public JsonReaderException Unexpected(string expected) => new($"{expected} was expected at '{Where}'");

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
