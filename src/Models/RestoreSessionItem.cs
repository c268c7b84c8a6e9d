namespace RestoreSessions;

/// <summary>A flat row of <see cref="RestoreItemStatistics"/>: an item of a restore session with the session and the item that it is within, for files and tables.</summary>
public sealed class RestoreSessionItem : ServerObject
{
    /// <summary>The session.</summary>
    public Guid SessionId { get; set; }

    /// <summary>The server's identifier of the item.</summary>
    public string? Id { get; set; }

    /// <summary>The identifier of the item that this one is within; null for one of the session itself.</summary>
    public string? ParentId { get; set; }

    /// <summary>The name of the item that this one is within; null for one of the session itself.</summary>
    public string? ParentName { get; set; }

    /// <summary>The item's name.</summary>
    public string? Name { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>Such as ExchangeMailbox, OneDriveItem, SharePointSite or TeamsChannel.</summary>
    public string? ItemType { get; set; }

    /// <summary>Item, BulkMailbox or BulkOneDrive.</summary>
    public string? DetailsType { get; set; }

    /// <summary>Success, Warning, Failed or Skipped.</summary>
    public string? Status { get; set; }

    /// <summary>Where the item is.</summary>
    public string? Path { get; set; }

    /// <summary>Why the item failed.</summary>
    public string? Error { get; set; }

    /// <summary>The server's warnings, each on a line.</summary>
    public string? Warning { get; set; }

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

    /// <summary>The rows of a session's statistics: each item, and behind it those within it.</summary>
    internal static IEnumerable<RestoreSessionItem> Of(RestoreSessionStatistics statistics) => Of(statistics, statistics.Items, null);

    private static IEnumerable<RestoreSessionItem> Of(RestoreSessionStatistics statistics, RestoreItemStatistics[] items, RestoreItemStatistics? parent) =>
        items.SelectMany(item => Of(statistics, item.ChildItems, item).Prepend(Of(statistics, item, parent)));

    private static RestoreSessionItem Of(RestoreSessionStatistics statistics, RestoreItemStatistics item, RestoreItemStatistics? parent) => new()
    {
        Server = statistics.Server,
        Connection = statistics.Connection,
        SessionId = statistics.SessionId,
        Id = item.Id,
        ParentId = parent?.Id,
        ParentName = parent?.Name,
        Name = item.Name,
        Title = item.Title,
        ItemType = item.ItemType,
        DetailsType = item.DetailsType,
        Status = item.Status,
        Path = item.Path,
        Error = item.Error,
        Warning = item.Warnings.Length == 0 ? null : string.Join("\n", item.Warnings),
        MailboxEmail = item.MailboxEmail,
        MailboxIsArchive = item.MailboxIsArchive,
        MailboxIsPublic = item.MailboxIsPublic,
        OneDriveUrl = item.OneDriveUrl,
        OneDriveWebId = item.OneDriveWebId,
        OneDriveSiteId = item.OneDriveSiteId,
        CreatedMailboxItemsCount = item.CreatedMailboxItemsCount,
        MergedMailboxItemsCount = item.MergedMailboxItemsCount,
        FailedMailboxItemsCount = item.FailedMailboxItemsCount,
        SkippedMailboxItemsCount = item.SkippedMailboxItemsCount,
    };
}
