using System;
using System.Collections.Generic;

namespace RestoreSessions.Paging;

/// <summary>Collects the items of a listing that have arrived together, because to hand over each by itself takes longer than to read it.</summary>
/// <param name="emit">Called with the items; false ends the listing.</param>
/// <param name="count">Counts the emitted items.</param>
internal sealed class Arrivals<T>(Func<IReadOnlyList<T>, bool> emit, ListingCount count)
{
    private List<T> _items = new();

    /// <summary>Whether the listing has been ended.</summary>
    public bool IsEnded { get; private set; }

    public void Add(T item) => _items.Add(item);

    /// <summary>Emits what has been collected; called before each wait for the server, and at the end of an answer.</summary>
    public void Emit()
    {
        if (_items.Count > 0)
        {
            List<T> items = _items;
            _items = new(items.Count);
            count.Add(items.Count);
            IsEnded |= !emit(items);
        }
    }
}
