using System;
using System.Collections.Generic;

namespace RestoreSessions.Rest;

/// <summary>Remembers the identifiers emitted last, in bounded memory.</summary>
internal sealed class RecentIds
{
    /// <summary>How many are remembered: three of the largest pages that a server sends (10,000).</summary>
    public const int Capacity = 32_768;

    private readonly HashSet<Guid> _known = new();
    private readonly Queue<Guid> _order = new();

    /// <summary>Whether every identifier ever added is still remembered.</summary>
    public bool IsComplete { get; private set; } = true;

    public int Count => _known.Count;

    public bool Contains(Guid id) => _known.Contains(id);

    public void Add(Guid id)
    {
        if (!_known.Add(id))
        {
            return;
        }

        if (_order.Count == Capacity)
        {
            IsComplete = false;
            _known.Remove(_order.Dequeue());
        }

        _order.Enqueue(id);
    }
}
