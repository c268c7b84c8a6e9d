using System.Runtime.CompilerServices;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>Reads one page, passes on its new items, and keeps the values from which the listing decides whether there is another page.</summary>
/// <param name="asked">How many items were asked for; null if the request named no limit.</param>
/// <param name="known">How many of its items the pages before should have had.</param>
/// <param name="overlaps">Whether it should therefore begin with one of them.</param>
/// <param name="seen">The identifiers of the items emitted so far.</param>
internal sealed class ListPage<T>(int? asked, int known, bool overlaps, RecentIds seen)
    where T : ServerObject, new()
{
    private int _old;
    private int _oldInARow;
    private int _expected;
    private bool _isLost;

    /// <summary>How many items were asked for; null if the request named no limit.</summary>
    public int? Asked => asked;

    /// <summary>Whether the page continues the pages before without a gap. If not, its items have been discarded.</summary>
    public bool IsAnchored { get; private set; }

    /// <summary>Whether so many known items came in a row that the answer must be repeating them; the rest of it has not been read.</summary>
    public bool IsRepeating { get; private set; }

    /// <summary>Whether the body was a bare array.</summary>
    public bool IsArray { get; private set; }

    /// <summary>How many items the page has.</summary>
    public int Count { get; private set; }

    /// <summary>How many items of the page were new, also in an answer to the same request that broke off.</summary>
    public int NewCount { get; private set; }

    /// <summary>How many items of the page were known before.</summary>
    public int KnownCount => _old;

    /// <summary>How far the answer has come: a known item that was not to be expected is no progress.</summary>
    public int Progress => Count - Math.Max(0, _old - _expected);

    /// <summary>The page size in the answer; 0 if it has none.</summary>
    public long Limit { get; private set; }

    /// <summary>The total number of items in the answer; null if it has none.</summary>
    public long? TotalCount { get; private set; }

    /// <summary>Whether the answer contains a link to a next page.</summary>
    public bool HasNext { get; private set; }

    /// <summary>Begins with an answer.</summary>
    /// <param name="isResumed">Whether an earlier answer to the same request broke off, so that the first items are known.</param>
    public void Begin(bool isResumed)
    {
        // If the oldest identifiers have been forgotten, an unknown item is new only after a known one.
        _isLost = isResumed && !seen.IsComplete;
        Count = _old = _oldInARow = 0;
        _expected = known + NewCount;
        IsAnchored = !overlaps && !_isLost;
    }

    /// <summary>Reads items, blocking while the server is silent or the pipeline is busy.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="batch">Takes each new item, until the listing is ended.</param>
    /// <returns>True when so many have arrived that they should not wait for the rest; false at the end of the page.</returns>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public bool Read(PageReader<T> reader, ItemBatch<T> batch)
    {
        while (!batch.IsEnded && !IsRepeating && reader.TryRead(out T item))
        {
            Count++;
            Guid id = item.Key;
            IsAnchored = IsAnchored || (HasNone(id) ? Count <= _expected : seen.Contains(id));
            if (!IsAnchored && !_isLost)
            {
                break;
            }

            Take(item, id, batch);
            if (batch.IsFull)
            {
                return true;
            }
        }

        IsArray = reader.IsArray;
        Limit = reader.Limit;
        HasNext = reader.HasNext;
        TotalCount = reader.TotalCount;
        return false;
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private void Take(T item, Guid id, ItemBatch<T> batch)
    {
        if (IsAnchored && (HasNone(id) ? Count > _expected : seen.Add(id)))
        {
            batch.Add(item);
            NewCount++;
            _oldInARow = 0;
        }
        else
        {
            // A list that grows moves known items into the page, but never as many as a page can have.
            _old++;
            _oldInARow++;
            IsRepeating = _oldInARow - _expected > NextPage.Largest;
        }
    }

    // Items to which the server gives no identifiers are different ones, and are known by their places.
    private static bool HasNone(Guid id) => id == Guid.Empty;
}
