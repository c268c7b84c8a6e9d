using System;

namespace RestoreSessions.Paging;

/// <summary>Reads one page, hands over those of its items that are new, and keeps what tells whether there is another page.</summary>
/// <param name="overlaps">Whether it should begin with an item of the page before.</param>
/// <param name="seen">What has been handed over already.</param>
/// <param name="idOf">Gives an item's identifier.</param>
internal sealed class Page<T>(bool overlaps, RecentIds seen, Func<T, Guid> idOf)
    where T : new()
{
    /// <summary>Whether it continues what was read before without a gap. If not, its items have been put aside.</summary>
    public bool IsAnchored { get; private set; }

    /// <summary>Whether nobody wants more.</summary>
    public bool IsEnough { get; private set; }

    /// <summary>Whether the body was a bare array.</summary>
    public bool IsArray { get; private set; }

    /// <summary>How many items it has.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were handed over for the first time.</summary>
    public int Fresh { get; private set; }

    /// <summary>The page size the server says it used; 0 when it did not say.</summary>
    public long Limit { get; private set; }

    /// <summary>How many items there are in all; null when the server did not say.</summary>
    public long? TotalCount { get; private set; }

    /// <summary>Whether the server links to a next page.</summary>
    public bool HasNext { get; private set; }

    /// <summary>Reads the page, blocking while the server is silent or the pipeline is busy.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="isResumed">Whether an answer to the same request broke off before: its first items are known then.</param>
    /// <param name="handOver">Called for each new item; false ends the listing.</param>
    /// <param name="passed">Called after each item.</param>
    public void Read(PageReader<T> reader, bool isResumed, Func<T, bool> handOver, Action<PageReader<T>, int> passed)
    {
        // What was handed over longest ago may be forgotten by now: then nothing counts as new until something is known again.
        bool isLost = isResumed && !seen.IsComplete;
        Count = Fresh = 0;
        IsAnchored = !overlaps && !isLost;
        while (!IsEnough && reader.TryRead(out T item))
        {
            Count++;
            bool isKnown = !seen.IsEmpty && seen.Contains(idOf(item));
            IsAnchored |= isKnown;
            if (IsAnchored)
            {
                IsEnough = !isKnown && !HandOver(item, handOver);
                passed(reader, Count);
            }
            else if (!isLost)
            {
                break;
            }
        }

        IsArray = reader.IsArray;
        Limit = reader.Limit;
        HasNext = reader.HasNext;
        TotalCount = reader.TotalCount;
    }

    private bool HandOver(T item, Func<T, bool> handOver)
    {
        seen.Add(idOf(item));
        Fresh++;
        return handOver(item);
    }
}
