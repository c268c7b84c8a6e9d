using System;
using System.Collections.Generic;

namespace RestoreSessions.Paging;

/// <summary>Knows the identifiers of the items emitted last, in bounded memory.</summary>
internal sealed class RecentIds
{
    /// <summary>How many identifiers are kept: three of the largest pages that a server returns (10,000).</summary>
    public const int Capacity = 32_768;

    // Blocks below the size of the large object heap, whose objects live until the next full garbage collection.
    private const int Block = 1_024;

    private readonly HashSet<Guid> _known = new(new SeededIdComparer());
    private readonly Guid[]?[] _ring = new Guid[]?[Capacity / Block];
    private long _added;

    /// <summary>Whether no identifier has been dropped yet.</summary>
    public bool IsComplete => _added <= Capacity;

    public bool Contains(Guid id) => _known.Contains(id);

    /// <summary>Adds an identifier, in the place of the oldest one when there are enough; false if it is known already.</summary>
    public bool Add(Guid id)
    {
        if (!_known.Add(id))
        {
            return false;
        }

        int slot = (int)(_added % Capacity);
        Guid[] block = _ring[slot / Block] ??= new Guid[Block];
        if (_added >= Capacity)
        {
            _known.Remove(block[slot % Block]);
        }

        block[slot % Block] = id;
        _added++;
        return true;
    }
}
