using System;

namespace RestoreSessions.Paging;

/// <summary>Reads one page, passes on its new items, and keeps the values from which the listing decides whether there is another page.</summary>
/// <param name="overlaps">Whether the page should begin with an item of the page before.</param>
/// <param name="seen">The identifiers of the items emitted so far.</param>
/// <param name="idOf">Returns an item's identifier.</param>
internal sealed class Page<T>(bool overlaps, RecentIds seen, Func<T, Guid> idOf)
    where T : new()
{
    /// <summary>Whether the page continues the page before without a gap. If not, its items have been discarded.</summary>
    public bool IsAnchored { get; private set; }

    /// <summary>Whether the body was a bare array.</summary>
    public bool IsArray { get; private set; }

    /// <summary>How many items the page has.</summary>
    public int Count { get; private set; }

    /// <summary>How many items of the page were new.</summary>
    public int NewCount { get; private set; }

    /// <summary>The page size in the answer; 0 if it has none.</summary>
    public long Limit { get; private set; }

    /// <summary>The total number of items in the answer; null if it has none.</summary>
    public long? TotalCount { get; private set; }

    /// <summary>Whether the answer contains a link to a next page.</summary>
    public bool HasNext { get; private set; }

    /// <summary>Reads the page, blocking while the server is silent or the pipeline is busy.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="isResumed">Whether an earlier answer to the same request broke off, so that the first items are known.</param>
    /// <param name="arrivals">Takes each new item, until the listing is ended.</param>
    /// <param name="handOver">Called when so many have arrived that they should not wait for the rest.</param>
    public void Read(PageReader<T> reader, bool isResumed, Arrivals<T> arrivals, Action handOver)
    {
        // If the oldest identifiers have been forgotten, an unknown item is new only after a known one.
        bool isLost = isResumed && !seen.IsComplete;

        // The first answer is not searched for known items, so that its identifiers need not be indexed.
        bool mayRepeat = !seen.IsEmpty;
        Count = NewCount = 0;
        IsAnchored = !overlaps && !isLost;
        while (!arrivals.IsEnded && reader.TryRead(out T item))
        {
            Count++;
            bool isKnown = mayRepeat && seen.Contains(idOf(item));
            IsAnchored |= isKnown;
            if (!IsAnchored && !isLost)
            {
                break;
            }

            if (IsAnchored && !isKnown)
            {
                seen.Add(idOf(item));
                arrivals.Add(item);
                NewCount++;
            }

            if (arrivals.IsFull)
            {
                handOver();
            }
        }

        IsArray = reader.IsArray;
        Limit = reader.Limit;
        HasNext = reader.HasNext;
        TotalCount = reader.TotalCount;
    }
}
