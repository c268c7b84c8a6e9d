namespace RestoreSessions.Paging;

/// <summary>The progress of a listing, written by the thread that reads the listing and read by the pipeline's thread.</summary>
internal sealed class ListingCount
{
    private const long Unknown = -1;

    private long _read;
    private long _total = Unknown;

    /// <summary>How many items have been emitted.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>The total number of items; null when unknown. Servers may send it in v5 to v7, and never in v8.</summary>
    /// <remarks>A number that no list can have is unknown: an offset, which is an <see cref="int"/>, could not reach its end.</remarks>
    public long? Total
    {
        get => Interlocked.Read(ref _total) is var total && total != Unknown ? total : null;
        set => Interlocked.Exchange(ref _total, value is >= 0 and < int.MaxValue ? value.Value : Unknown);
    }

    /// <summary>Counts items; call it on one thread at a time.</summary>
    public void Add(int items) => Volatile.Write(ref _read, _read + items);
}
