namespace RestoreSessions.Rest;

/// <summary>Which page of a listing to read, and what is known of it beforehand.</summary>
internal sealed class PagePlace
{
    public PagePlace(int offset, int size, bool overlaps, bool isOffsetIgnored)
    {
        Offset = offset;
        Size = size;
        Overlaps = overlaps && offset > 0;
        IsOffsetIgnored = isOffsetIgnored;
    }

    /// <summary>How many items lie before it.</summary>
    public int Offset { get; }

    /// <summary>The most items to ask for.</summary>
    public int Size { get; }

    /// <summary>Whether it should begin with an item of the page before.</summary>
    public bool Overlaps { get; }

    /// <summary>Whether the server gives the same page whatever the offset.</summary>
    public bool IsOffsetIgnored { get; }
}
