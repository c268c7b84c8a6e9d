using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>Gives identifiers hash codes that differ from run to run.</summary>
/// <remarks>Guid's own hash code is no secret: a server could choose identifiers that all have the same one, and make each look-up a walk.</remarks>
internal sealed class SeededHash
{
    private readonly long _first;
    private readonly long _last;

    public SeededHash()
    {
        // Odd factors lose no bit.
        Halves seed = new() { Id = Guid.NewGuid() };
        _first = seed.First | 1;
        _last = seed.Last | 1;
    }

    /// <summary>The hash code; its upper bits are mixed best.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public uint Of(Guid id)
    {
        Halves halves = new() { Id = id };
        return (uint)(unchecked((Mixed(halves.First) * _first) + (Mixed(halves.Last) * _last)) >> 32);
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
