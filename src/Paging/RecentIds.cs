using System;
using System.Collections.Generic;

namespace RestoreSessions.Paging;

/// <summary>Keeps the identifiers of the items emitted last, in bounded memory.</summary>
/// <remarks>They are indexed by the first search, which a listing of a single answer never needs.</remarks>
internal sealed class RecentIds
{
    /// <summary>How many identifiers are kept: three of the largest pages that a server returns (10,000).</summary>
    public const int Capacity = 32_768;

    // Blocks below the size of the large object heap, whose objects live until the next full garbage collection.
    private const int Block = 1_024;

    private readonly HashSet<Guid> _known = new(new SeededIdComparer());
    private readonly Guid[]?[] _ring = new Guid[]?[Capacity / Block];
    private long _added;
    private long _indexed;

    /// <summary>Whether nothing has been added yet.</summary>
    public bool IsEmpty => _added == 0;

    /// <summary>Whether no identifier has been dropped yet.</summary>
    public bool IsComplete => _added <= Capacity;

    public bool Contains(Guid id)
    {
        for (_indexed = Math.Max(_indexed, _added - Capacity); _indexed < _added; _indexed++)
        {
            _known.Add(At(_indexed));
        }

        return _known.Contains(id);
    }

    public void Add(Guid id)
    {
        ref Guid slot = ref At(_added);
        if (_added - Capacity is >= 0 and var forgotten && forgotten < _indexed)
        {
            _known.Remove(slot);
        }

        slot = id;
        _added++;
    }

    private ref Guid At(long number)
    {
        int slot = (int)(number % Capacity);
        Guid[] block = _ring[slot / Block] ??= new Guid[Block];
        return ref block[slot % Block];
    }
}
