using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace RestoreSessions.Rest;

/// <summary>Remembers the identifiers emitted last, in bounded memory.</summary>
/// <remarks>They are indexed when somebody asks for one: within the first answer, however long, nobody does.</remarks>
internal sealed class RecentIds
{
    /// <summary>How many are remembered: three of the largest pages that a server sends (10,000).</summary>
    public const int Capacity = 32_768;

    private readonly HashSet<Guid> _known = new();
    private Guid[] _ring = new Guid[64];
    private long _added;
    private long _indexed;

    /// <summary>Whether nothing has been added yet.</summary>
    public bool IsEmpty => _added == 0;

    /// <summary>Whether every identifier ever added is still remembered.</summary>
    public bool IsComplete => _added <= Capacity;

    public bool Contains(Guid id)
    {
        for (_indexed = Math.Max(_indexed, _added - Capacity); _indexed < _added; _indexed++)
        {
            _known.Add(_ring[_indexed % Capacity]);
        }

        return _known.Contains(id);
    }

    [MethodImpl(Jit.Hot)]
    public void Add(Guid id)
    {
        int slot = (int)(_added % Capacity);
        if (slot == _ring.Length)
        {
            Array.Resize(ref _ring, slot * 2);
        }

        if (_added - Capacity is >= 0 and var forgotten && forgotten < _indexed)
        {
            _known.Remove(_ring[slot]);
        }

        _ring[slot] = id;
        _added++;
    }
}
