using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RestoreSessions.Paging;

/// <summary>Compares identifiers, and gives them hash codes that differ from run to run.</summary>
/// <remarks>Guid's own hash code is no secret: a server could choose identifiers that all have the same one, and make each look-up a walk.</remarks>
internal sealed class SeededIdComparer : IEqualityComparer<Guid>
{
    private readonly long _first;
    private readonly long _last;

    public SeededIdComparer()
    {
        // Odd factors lose no bit.
        Halves seed = new() { Id = Guid.NewGuid() };
        _first = seed.First | 1;
        _last = seed.Last | 1;
    }

    public bool Equals(Guid one, Guid other) => one == other;

    public int GetHashCode(Guid id)
    {
        Halves halves = new() { Id = id };
        return (int)(unchecked((Mixed(halves.First) * _first) + (Mixed(halves.Last) * _last)) >> 32);
    }

    private static long Mixed(long half) => half ^ (long)((ulong)half >> 29);

    [StructLayout(LayoutKind.Explicit)]
    private struct Halves
    {
        [FieldOffset(0)]
        public Guid Id;

        [FieldOffset(0)]
        public long First;

        [FieldOffset(8)]
        public long Last;
    }
}
