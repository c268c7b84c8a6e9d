using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>Reads an object of a kind, by a table: a row a property. Properties that no row names are passed over.</summary>
/// <remarks>
/// Without what it requires, an object is not of the kind. Any other value that is absent is left as it is in a new object; one that cannot be
/// read is null, and the rest of the object counts, so that one odd value does not end a whole listing.
/// </remarks>
/// <param name="what">Such as <c>a session</c>, for the error of one that lacks something.</param>
internal sealed class ObjectReader<T>(string what)
    where T : new()
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private JsonNames? _names;
    private int _required;
    private Func<T, string?>? _mend;

    private delegate void Row(AnswerReader reader, T item, ref int found);

    /// <summary>The property names it knows, and those of the page that a listing may be wrapped in.</summary>
    public JsonNames Names => _names ??= new JsonNames([.. _rows.Keys, "results", "limit", "totalCount", "_links", "next"]);

    /// <summary>An identifier that every object of the kind has.</summary>
    public ObjectReader<T> RequireGuid(string name, Action<T, Guid> set) => Require(name, "a GUID", reader => reader.ReadGuid(), set);

    /// <summary>A time, in UTC, that every object of the kind has.</summary>
    public ObjectReader<T> RequireTime(string name, Action<T, DateTime> set) => Require(name, "a time", reader => reader.ReadTime(), set);

    /// <summary>A whole number that every object of the kind has.</summary>
    public ObjectReader<T> RequireNumber(string name, Action<T, long> set) => Require(name, "a whole number", reader => reader.ReadNumber(), set);

    /// <summary>An identifier, or null.</summary>
    public ObjectReader<T> Guid(string name, Action<T, Guid?> set) => AddRow(name, reader => reader.ReadGuid(), set);

    /// <summary>A time in UTC, or null.</summary>
    public ObjectReader<T> Time(string name, Action<T, DateTime?> set) => AddRow(name, reader => reader.ReadTime(), set);

    /// <summary>A whole number, or null.</summary>
    public ObjectReader<T> Number(string name, Action<T, long?> set) => AddRow(name, reader => reader.ReadNumber(), set);

    /// <summary>Text, or null.</summary>
    public ObjectReader<T> Text(string name, Action<T, string?> set) => AddRow(name, reader => reader.ReadText(), set);

    /// <summary>Several texts; none where they are absent.</summary>
    public ObjectReader<T> Texts(string name, Action<T, string[]> set) => AddRow(name, reader => reader.ReadList(element => element.TextHere()), set);

    /// <summary>Several objects; none where they are absent.</summary>
    /// <param name="name">Of the property.</param>
    /// <param name="set">Takes them.</param>
    /// <param name="element">Gives the reader of one; a function, because an object may have others of its own kind in it.</param>
    public ObjectReader<T> Objects<TElement>(string name, Action<T, TElement[]> set, Func<ObjectReader<TElement>> element)
        where TElement : class, new() => AddRow(
            name, reader => reader.ReadList(at => at.TokenType == JsonToken.StartObject ? element().Read(at) : throw at.Unexpected("an object")), set);

    /// <summary>Takes out of each object what cannot be.</summary>
    /// <param name="mend">Returns what it took out, for a note; null where all is well.</param>
    public ObjectReader<T> Mend(Func<T, string?> mend)
    {
        _mend = mend;
        return this;
    }

    /// <summary>Reads one object.</summary>
    /// <param name="reader">On the opening brace; left on the closing one.</param>
    /// <exception cref="JsonException">It is no such object.</exception>
    [MethodImpl(Jit.Hot)]
    public T Read(AnswerReader reader)
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
            throw new JsonReaderException($"{what} lacks a property that every one has: {Missing(found)}");
        }

        if (_mend?.Invoke(item) is { } odd)
        {
            reader.Unreadable?.Invoke(odd);
        }

        return item;
    }

    private ObjectReader<T> AddRow<TValue>(string name, Func<AnswerReader, TValue> read, Action<T, TValue> set)
    {
        _rows.Add(name, (AnswerReader reader, T item, ref int _) => set(item, read(reader)));
        return this;
    }

    private ObjectReader<T> Require<TValue>(string name, string kind, Func<AnswerReader, TValue?> read, Action<T, TValue> set)
        where TValue : struct
    {
        int bit = 1 << _required++;
        _rows.Add(name, (AnswerReader reader, T item, ref int found) =>
        {
            set(item, read(reader) ?? throw reader.Unexpected(kind));
            found |= bit;
        });
        return this;
    }

    // Required rows are the first ones of a table.
    private string Missing(int found) => string.Join(", ", _rows.Keys.Take(_required).Where((_, i) => (found & (1 << i)) == 0));
}
