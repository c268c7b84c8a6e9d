namespace RestoreSessions;

/// <summary>How many items a restore session restored, and each item (v8 and later).</summary>
public sealed class RestoreSessionStatistics : ServerObject
{
    /// <summary>The session.</summary>
    public Guid SessionId { get; set; }

    /// <summary>The number of items.</summary>
    public long TotalItemsCount { get; set; }

    /// <summary>The number of items that were restored.</summary>
    public long RestoredItemsCount { get; set; }

    /// <summary>The number of items that could not be restored.</summary>
    public long FailedItemsCount { get; set; }

    /// <summary>The number of items that were skipped.</summary>
    public long SkippedItemsCount { get; set; }

    /// <summary>The server's warnings.</summary>
    public string[] Warnings { get; set; } = Array.Empty<string>();

    /// <summary>The server's errors.</summary>
    public string[] Errors { get; set; } = Array.Empty<string>();

    /// <summary>The items, if the server sent them.</summary>
    public RestoreItemStatistics[] Items { get; set; } = Array.Empty<RestoreItemStatistics>();
}

/// <summary>The result of one item, mailbox or drive of a restore session.</summary>
public sealed class RestoreItemStatistics
{
    /// <summary>The server's identifier of the item.</summary>
    public string? Id { get; set; }

    /// <summary>Item, BulkMailbox or BulkOneDrive.</summary>
    public string? DetailsType { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The item's name.</summary>
    public string? Name { get; set; }

    /// <summary>Such as ExchangeMailbox, OneDriveItem, SharePointSite or TeamsChannel.</summary>
    public string? ItemType { get; set; }

    /// <summary>Success, Warning, Failed or Skipped.</summary>
    public string? Status { get; set; }

    /// <summary>Where the item is.</summary>
    public string? Path { get; set; }

    /// <summary>Why the item failed.</summary>
    public string? Error { get; set; }

    /// <summary>The server's warnings.</summary>
    public string[] Warnings { get; set; } = Array.Empty<string>();

    /// <summary>The address of a mailbox.</summary>
    public string? MailboxEmail { get; set; }

    /// <summary>Whether a mailbox is an archive mailbox.</summary>
    public bool? MailboxIsArchive { get; set; }

    /// <summary>Whether a mailbox is a public folder mailbox.</summary>
    public bool? MailboxIsPublic { get; set; }

    /// <summary>The address of a drive.</summary>
    public string? OneDriveUrl { get; set; }

    /// <summary>The identifier of a drive's web.</summary>
    public string? OneDriveWebId { get; set; }

    /// <summary>The identifier of a drive's site.</summary>
    public string? OneDriveSiteId { get; set; }

    /// <summary>The number of missing items of a mailbox that were restored.</summary>
    public long? CreatedMailboxItemsCount { get; set; }

    /// <summary>The number of changed items of a mailbox that were restored.</summary>
    public long? MergedMailboxItemsCount { get; set; }

    /// <summary>The number of items of a mailbox that could not be restored.</summary>
    public long? FailedMailboxItemsCount { get; set; }

    /// <summary>The number of items of a mailbox that were skipped because they were neither changed nor missing.</summary>
    public long? SkippedMailboxItemsCount { get; set; }

    /// <summary>The items inside this item.</summary>
    public RestoreItemStatistics[] ChildItems { get; set; } = Array.Empty<RestoreItemStatistics>();
}
