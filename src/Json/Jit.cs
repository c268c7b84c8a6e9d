using System.Runtime.CompilerServices;

namespace RestoreSessions.Json;

/// <summary>How the few methods that run for every session are compiled.</summary>
internal static class Jit
{
    /// <summary>
    /// At once with all optimizations, in place of slow code first: a listing of 100,000 in a fresh shell takes a tenth less (docs/performance.md).
    /// The name is not in .NET Standard 2.0 (AggressiveOptimization); .NET Framework ignores it.
    /// </summary>
    public const MethodImplOptions Hot = (MethodImplOptions)512;
}
