using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>Reads objects of a type by a table with a row for each property. Other properties are skipped.</summary>
/// <remarks>
/// Reading fails where a required property is missing, unless <see cref="Unusable"/> is given: then the object is returned with the reason. Other absent properties keep the value
/// that they have in a new object. A value that cannot be read becomes null, and the rest of the object is read, so that one value does not end a whole listing.
/// </remarks>
/// <param name="what">The name of an object in error messages, such as <c>a session</c>.</param>
internal sealed class ObjectReader<T>(string what)
    where T : new()
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private JsonNames? _names;
    private int _required;
    private Func<T, string?>? _correct;
    private Action<T, string>? _unusable;

    private delegate void Row(ResponseReader reader, T item, ref int found);

    /// <summary>The property names of the table, and those of a page of a listing.</summary>
    public JsonNames Names => _names ??= new JsonNames([.. _rows.Keys, "results", "limit", "totalCount", "_links", "next", "href"]);

    /// <summary>A required GUID.</summary>
    public ObjectReader<T> RequireGuid(string name, Action<T, Guid> set) => Require(name, "a GUID", reader => reader.ReadGuid(), set);

    /// <summary>A required time, in UTC.</summary>
    public ObjectReader<T> RequireTime(string name, Action<T, DateTime> set) => Require(name, "a time", reader => reader.ReadTime(), set);

    /// <summary>A required integer.</summary>
    public ObjectReader<T> RequireNumber(string name, Action<T, long> set) => Require(name, "a whole number", reader => reader.ReadNumber(), set);

    /// <summary>An identifier, or null.</summary>
    public ObjectReader<T> Guid(string name, Action<T, Guid?> set) => AddRow(
        name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int _) => set(item, reader.ReadGuid()));

    /// <summary>A time in UTC, or null.</summary>
    public ObjectReader<T> Time(string name, Action<T, DateTime?> set) => AddRow(
        name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int _) => set(item, reader.ReadTime()));

    /// <summary>An integer, or null.</summary>
    public ObjectReader<T> Number(string name, Action<T, long?> set) => AddRow(
        name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int _) => set(item, reader.ReadNumber()));

    /// <summary>Text as the server sends it, such as a token, or null.</summary>
    public ObjectReader<T> Text(string name, Action<T, string?> set) => AddRow(
        name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int _) => set(item, reader.ReadText()));

    /// <summary>Text for people, or null: its control characters are visible.</summary>
    public ObjectReader<T> PlainText(string name, Action<T, string?> set) => AddRow(
        name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int _) => set(item, ControlCharacters.Show(reader.ReadText())));

    /// <summary>An array of texts for people; empty if it is absent.</summary>
    public ObjectReader<T> PlainTexts(string name, Action<T, string[]> set) => AddRow(
        name, (ResponseReader reader, T item, ref int _) => set(item, reader.ReadList(element => ControlCharacters.Show(element.CurrentText()))));

    /// <summary>An array of objects; empty if it is absent.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="set">Sets the property of the model.</param>
    /// <param name="element">Returns the reader of an element; a function, because an object may contain others of its own type.</param>
    public ObjectReader<T> Objects<TElement>(string name, Action<T, TElement[]> set, Func<ObjectReader<TElement>> element)
        where TElement : class, new() => AddRow(name, (ResponseReader reader, T item, ref int _) => set(
            item, reader.ReadList(at => at.TokenType == JsonToken.StartObject ? element().Read(at) : throw at.Unexpected("an object"))));

    /// <summary>Corrects each object that has been read; for example, an end before the start is removed.</summary>
    /// <param name="correct">Corrects the object, and returns a sentence for -Verbose; null where there was nothing to correct.</param>
    public ObjectReader<T> Correct(Func<T, string?> correct)
    {
        _correct = correct;
        return this;
    }

    /// <summary>Returns an object whose identifier (the first row) can be read although another required property cannot.</summary>
    /// <param name="note">Called with the object and with why it cannot be used.</param>
    public ObjectReader<T> Unusable(Action<T, string> note)
    {
        _unusable = note;
        return this;
    }

    /// <summary>Reads one object.</summary>
    /// <param name="reader">Is on the opening brace before, and on the closing brace after.</param>
    /// <exception cref="JsonException">It is not such an object.</exception>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public T Read(ResponseReader reader)
    {
        T item = new();
        int found = 0;
        while (reader.ReadProperty())
        {
            if (_rows.TryGetValue((string)reader.Value!, out Row row))
            {
                row(reader, item, ref found);
            }
            else
            {
                reader.SkipValue();
            }
        }

        if (found != (1 << _required) - 1)
        {
            return Incomplete(item, found, reader.TakeUnusable() ?? $"{what} lacks a required property: {Missing(found)}");
        }

        if (_correct?.Invoke(item) is { } odd)
        {
            reader.Unreadable?.Invoke(odd);
        }

        return item;
    }

    private T Incomplete(T item, int found, string why)
    {
        if ((found & 1) == 0 || _unusable is null)
        {
            throw new JsonReaderException(why);
        }

        _unusable(item, why);
        return item;
    }

    private ObjectReader<T> AddRow(string name, Row row)
    {
        _rows.Add(name, row);
        return this;
    }

    private ObjectReader<T> Require<TValue>(string name, string kind, Func<ResponseReader, TValue?> read, Action<T, TValue> set)
        where TValue : struct
    {
        int bit = 1 << _required++;
        return AddRow(name, [MethodImpl(CompilerHints.AggressiveOptimization)] (ResponseReader reader, T item, ref int found) =>
        {
            if (read(reader) is { } value)
            {
                set(item, value);
                found |= bit;
            }
            else
            {
                reader.NoteUnusable(kind);
            }
        });
    }

    // The required rows come first in every table.
    private string Missing(int found) => string.Join(", ", _rows.Keys.Take(_required).Where((_, i) => (found & (1 << i)) == 0));
}
