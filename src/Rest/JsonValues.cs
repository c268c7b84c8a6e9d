using System;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Reads the value of a property, liberal about what servers are known to vary and strict about the rest.</summary>
/// <remarks>Each method is called with the reader on the property's name and leaves it on the value's last token.</remarks>
internal static class JsonValues
{
    /// <summary>A reader that leaves times as text and knows some names; the text stays open when it is disposed.</summary>
    public static JsonTextReader Open(BoundedText text, JsonNames names) =>
        new(text) { DateParseHandling = DateParseHandling.None, PropertyNameTable = names, CloseInput = false };

    /// <summary>Text, or a number or boolean as text; null for null and for a nested value.</summary>
    [MethodImpl(Jit.Hot)]
    public static string? ReadText(this JsonTextReader reader)
    {
        switch (reader.ReadValue())
        {
            case JsonToken.String:
                return (string)reader.Value!;
            case JsonToken.Null:
            case JsonToken.StartObject:
            case JsonToken.StartArray:
                reader.Skip();
                return null;
            default:
                return Convert.ToString(reader.Value, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A time in UTC; null for null.</summary>
    /// <exception cref="JsonReaderException">It is no time.</exception>
    [MethodImpl(Jit.Hot)]
    public static DateTime? ReadTime(this JsonTextReader reader) => reader.ReadValue() switch
    {
        JsonToken.Null => null,
        JsonToken.String => IsoTime.Parse((string)reader.Value!),
        _ => throw reader.Unexpected("a time"),
    };

    /// <exception cref="JsonReaderException">It is no GUID.</exception>
    [MethodImpl(Jit.Hot)]
    public static Guid ReadGuid(this JsonTextReader reader) =>
        reader.ReadValue() == JsonToken.String && Guid.TryParse((string)reader.Value!, out Guid id) ? id : throw reader.Unexpected("a GUID");

    /// <summary>A whole number, also as text; null for null.</summary>
    /// <exception cref="JsonReaderException">It is no whole number.</exception>
    public static long? ReadNumber(this JsonTextReader reader) => reader.ReadValue() switch
    {
        JsonToken.Null => null,
        JsonToken.Integer when reader.Value is long number => number,
        JsonToken.String when long.TryParse((string)reader.Value!, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) => number,
        _ => throw reader.Unexpected("a whole number"),
    };

    /// <summary>Moves to the name of the next property; false at the end of the object.</summary>
    /// <exception cref="JsonReaderException">There is something else.</exception>
    [MethodImpl(Jit.Hot)]
    public static bool ReadProperty(this JsonTextReader reader) => reader.ReadValue() switch
    {
        JsonToken.PropertyName => true,
        JsonToken.EndObject => false,
        _ => throw reader.Unexpected("a property"),
    };

    /// <summary>Passes over a value of any kind.</summary>
    [MethodImpl(Jit.Hot)]
    public static void SkipValue(this JsonTextReader reader)
    {
        reader.ReadValue();
        reader.Skip();
    }

    /// <summary>Moves on, where the document must not end.</summary>
    /// <exception cref="JsonReaderException">It ends.</exception>
    [MethodImpl(Jit.Hot)]
    public static JsonToken ReadValue(this JsonTextReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonReaderException("the answer ends in the middle");

    /// <summary>An exception that names what was expected and where, never what was there: it may be a secret.</summary>
    public static JsonReaderException Unexpected(this JsonTextReader reader, string expected) => new($"{expected} was expected at '{reader.Path}'");

    /// <summary>Why an answer could not be read, without the line and position that JsonTextReader counts in a text that has lost its links.</summary>
    public static string Explain(JsonException why)
    {
        int line = why.Message.LastIndexOf(", line ", StringComparison.Ordinal);
        return line < 0 ? why.Message : why.Message.Substring(0, line);
    }
}
