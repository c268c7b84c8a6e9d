using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>Reads the items of a listing as they arrive, from the documented bare array or from the page object that servers send.</summary>
/// <remarks>The properties of the page are complete after the last item has been read.</remarks>
/// <param name="text">The body; it stays open.</param>
/// <param name="items">Reads one item.</param>
internal sealed class PageReader<T>(TextReader text, ObjectReader<T> items) : IDisposable
    where T : new()
{
    private readonly ResponseReader _reader = new(text, items.Names);
    private bool _isOpen;
    private bool _isInList;
    private bool _hasResults;

    /// <summary>The page size in the answer; 0 if it has none.</summary>
    public long Limit { get; private set; }

    /// <summary>The total number of items in the answer; null if it has none. Servers may send it in v5 to v7, and never in v8.</summary>
    public long? TotalCount { get; private set; }

    /// <summary>Whether the answer contains a link to a next page. Its address is not used.</summary>
    public bool HasNext { get; private set; }

    /// <summary>Whether the body was a bare array.</summary>
    public bool IsArray { get; private set; }

    /// <inheritdoc cref="ResponseReader.Unreadable"/>
    public Action<string>? Unreadable
    {
        get => _reader.Unreadable;
        set => _reader.Unreadable = value;
    }

    /// <summary>The items, each as soon as it has arrived.</summary>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    public IEnumerable<T> Items()
    {
        while (TryRead(out T item))
        {
            yield return item;
        }
    }

    /// <summary>Reads the next item as soon as it has arrived; false at the end of the body.</summary>
    /// <exception cref="JsonException">The body has neither shape, is cut off, or has something behind its end.</exception>
    public bool TryRead(out T item)
    {
        while (_isInList || TryOpenList())
        {
            if (_reader.ReadToken() == JsonToken.StartObject)
            {
                _reader.BeginItem();
                item = items.Read(_reader);
                return true;
            }

            if (_reader.TokenType != JsonToken.EndArray)
            {
                throw _reader.Unexpected("an object");
            }

            _isInList = false;
        }

        _reader.ReadEnd();
        item = default!;
        return false;
    }

    /// <summary>Returns the reader's buffers to their pool; the text stays open.</summary>
    public void Dispose() => ((IDisposable)_reader).Dispose();

    private bool TryOpenList()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            IsArray = _isInList = _reader.ReadToken() == JsonToken.StartArray;
            if (!IsArray && _reader.TokenType != JsonToken.StartObject)
            {
                throw _reader.Unexpected("a list or a page");
            }
        }

        while (!IsArray && !_isInList && _reader.ReadProperty())
        {
            if ((string)_reader.Value! == "results")
            {
                _hasResults = true;
                _isInList = TryOpenResults();
            }
            else
            {
                ReadPageProperty((string)_reader.Value!);
            }
        }

        if (!IsArray && !_hasResults)
        {
            throw new JsonReaderException("the answer is neither a list nor a page of results");
        }

        return _isInList;
    }

    private bool TryOpenResults() => _reader.ReadToken() switch
    {
        JsonToken.StartArray => true,
        JsonToken.Null => false,
        _ => throw _reader.Unexpected("a list"),
    };

    private void ReadPageProperty(string name)
    {
        switch (name)
        {
            case "limit":
                Limit = _reader.ReadNumber() ?? 0;
                break;
            case "totalCount":
                TotalCount = _reader.ReadNumber();
                break;
            case "_links":
                ReadLinks();
                break;
            default:
                _reader.SkipValue();
                break;
        }
    }

    private void ReadLinks()
    {
        if (_reader.ReadToken() != JsonToken.StartObject)
        {
            _reader.Skip();
            return;
        }

        while (_reader.ReadProperty())
        {
            if ((string)_reader.Value! == "next")
            {
                HasNext |= ReadLink();
            }
            else
            {
                _reader.SkipValue();
            }
        }
    }

    // False for a link that is null, or whose address is null or empty: it leads nowhere.
    private bool ReadLink()
    {
        if (_reader.ReadToken() != JsonToken.StartObject)
        {
            return !string.IsNullOrEmpty(_reader.CurrentText());
        }

        bool leads = true;
        while (_reader.ReadProperty())
        {
            if ((string)_reader.Value! == "href")
            {
                leads = !string.IsNullOrEmpty(_reader.ReadText());
            }
            else
            {
                _reader.SkipValue();
            }
        }

        return leads;
    }
}
