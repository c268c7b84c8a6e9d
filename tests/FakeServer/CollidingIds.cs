namespace FakeServer;

/// <summary>Identifiers that all have the same hash code, on .NET and on .NET Framework: a hash set of them is a list.</summary>
public static class CollidingIds
{
    /// <summary>How many there are.</summary>
    public const int Most = 1 << 16;

    /// <summary>The first so many.</summary>
    public static IEnumerable<Guid> Take(int count) => Enumerable.Range(0, Math.Min(count, Most)).Select(i =>
    {
        // .NET combines four integers by exclusive or; .NET Framework the first one, the sixth byte from the end, and the last: here the same in each.
        byte low = (byte)i;
        byte high = (byte)(i >> 8);
        return new Guid(1, 0, 0, [low, high, 0, 0, low, high, 0, 0]);
    });
}
