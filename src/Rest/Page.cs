using System;

namespace RestoreSessions.Rest;

/// <summary>What is known of a page once it has been read.</summary>
internal sealed class Page
{
    /// <summary>Whether it continues what was read before without a gap. If not, its items have been put aside.</summary>
    public bool IsAnchored { get; set; }

    /// <summary>The identifier of its first item.</summary>
    public Guid First { get; set; }

    /// <summary>Whether nobody wants more.</summary>
    public bool IsEnough { get; set; }

    /// <summary>Whether the body was a bare array.</summary>
    public bool IsArray { get; set; }

    /// <summary>How many items it has.</summary>
    public int Count { get; set; }

    /// <summary>How many of them were handed over for the first time.</summary>
    public int Fresh { get; set; }

    /// <summary>The page size the server says it used; 0 when it did not say.</summary>
    public long Limit { get; set; }

    /// <summary>How many items there are in all; null when the server did not say.</summary>
    public long? TotalCount { get; set; }

    /// <summary>Whether the server links to a next page.</summary>
    public bool HasNext { get; set; }
}
