using System.Threading;

namespace RestoreSessions.Paging;

/// <summary>How far a listing has come: written by the thread that reads it, read by whoever shows it.</summary>
internal sealed class ListingCount
{
    private const long Unknown = -1;

    private long _read;
    private long _total = Unknown;

    /// <summary>Items handed over so far.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>How many there are in all, as far as the server tells: it may in v5 to v7, and never in v8.</summary>
    public long? Total
    {
        get => Interlocked.Read(ref _total) is var total && total != Unknown ? total : null;
        set => Interlocked.Exchange(ref _total, value ?? Unknown);
    }

    /// <summary>Counts one item; only one thread at a time does.</summary>
    public void Add() => Volatile.Write(ref _read, _read + 1);
}
