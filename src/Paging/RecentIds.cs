using System.Runtime.CompilerServices;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>Knows the identifiers of the items emitted last, in bounded memory.</summary>
/// <remarks>
/// A hash table whose entries are the slots of a ring, in which a new identifier takes the place of the oldest one. With a HashSet, which .NET compiles
/// anew for Guid and does not optimize at once, the first listing of a shell would take a tenth longer.
/// </remarks>
internal sealed class RecentIds
{
    /// <summary>How many identifiers are kept: three of the largest pages that a server returns (10,000).</summary>
    public const int Capacity = 32_768;

    private const int Least = 64;

    // Blocks below the size of the large object heap, whose objects live until the next full garbage collection.
    private const int Block = 1_024;

    private readonly SeededHash _hash = new();
    private readonly Guid[]?[] _ring = new Guid[]?[Capacity / Block];

    // The first slot with a hash code, and the next one with the same; counted from 1, as 0 is none.
    private ushort[] _first = Array.Empty<ushort>();
    private ushort[] _next = Array.Empty<ushort>();
    private int _shift = 32;
    private long _added;

    /// <summary>Whether no identifier has been dropped yet.</summary>
    public bool IsComplete => _added <= Capacity;

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public bool Contains(Guid id) => _added > 0 && Find(id);

    /// <summary>Adds an identifier; false if it is known already.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public bool Add(Guid id)
    {
        if (Contains(id))
        {
            return false;
        }

        int slot = (int)(_added % Capacity);
        if (_added >= Capacity)
        {
            Unlink(slot);
        }
        else if (slot == _next.Length)
        {
            Grow(Math.Max(Least, 2 * slot));
        }

        (_ring[slot / Block] ??= new Guid[Block])[slot % Block] = id;
        Link(slot);
        _added++;
        return true;
    }

    private ref Guid At(int slot) => ref _ring[slot / Block]![slot % Block];

    private ref ushort FirstOf(Guid id) => ref _first[_hash.Of(id) >> _shift];

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private bool Find(Guid id)
    {
        int entry = FirstOf(id);
        while (entry != 0 && At(entry - 1) != id)
        {
            entry = _next[entry - 1];
        }

        return entry != 0;
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private void Link(int slot)
    {
        ref ushort first = ref FirstOf(At(slot));
        _next[slot] = first;
        first = (ushort)(slot + 1);
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private void Unlink(int slot)
    {
        ref ushort entry = ref FirstOf(At(slot));
        while (entry != slot + 1)
        {
            entry = ref _next[entry - 1];
        }

        entry = _next[slot];
    }

    private void Grow(int size)
    {
        int count = _next.Length;
        _first = new ushort[size];
        Array.Resize(ref _next, size);
        for (_shift = 32; size > 1; size /= 2)
        {
            _shift--;
        }

        for (int slot = 0; slot < count; slot++)
        {
            Link(slot);
        }
    }
}
