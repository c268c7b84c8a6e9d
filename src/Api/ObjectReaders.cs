using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Api;

/// <summary>Which JSON property sets which property of a model. A new property is a new row.</summary>
/// <remarks>
/// Source: the vendor's OpenAPI documents of v6 to v8. Text is made harmless here, and not where it is read in general: the subject of a mail comes from
/// anyone who sends one and is piped past every view, but a token has to stay what it is.
/// </remarks>
internal static class ObjectReaders
{
    // Servers send 9999-12-31 or the year 1 for an end that is not known; a session that is open for ten years is likelier one of those.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    public static readonly ObjectReader<RestoreSession> Session = new ObjectReader<RestoreSession>("a session")
        .RequireGuid("id", (session, value) => session.Id = value)
        .RequireTime("creationTime", (session, value) => session.CreationTimeUtc = value)
        .PlainText("name", (session, value) => session.Name = value)
        .PlainText("organization", (session, value) => session.Organization = value)
        .PlainText("type", (session, value) => session.Type = value ?? "")
        .Time("endTime", (session, value) => session.EndTimeUtc = value)
        .PlainText("state", (session, value) => session.State = value ?? "")
        .PlainText("result", (session, value) => session.Result = value ?? "")
        .PlainText("initiatedBy", (session, value) => session.InitiatedBy = value)
        .PlainText("details", (session, value) => session.Details = value)
        .PlainText("scopeName", (session, value) => session.ScopeName = value)
        .PlainText("clientHost", (session, value) => session.ClientHost = value)
        .PlainText("reason", (session, value) => session.Reason = value)
        .Number("eTag", (session, value) => session.ETag = value)
        .Unusable((session, why) => session.Unusable = why)
        .Correct(session =>
        {
            bool isWorking = string.Equals(session.State, "Working", StringComparison.OrdinalIgnoreCase);
            string? odd = OddEnd("session", session.Id, session.CreationTimeUtc, session.EndTimeUtc, isWorking);
            session.EndTimeUtc = odd is null ? session.EndTimeUtc : null;
            return odd;
        });

    public static readonly ObjectReader<RestoreSessionEvent> Event = new ObjectReader<RestoreSessionEvent>("an event")
        .RequireGuid("id", (read, value) => read.Id = value)
        .PlainText("type", (read, value) => read.Type = value ?? "")
        .PlainText("status", (read, value) => read.Status = value ?? "")
        .PlainText("itemName", (read, value) => read.ItemName = value)
        .PlainText("itemType", (read, value) => read.ItemType = value)
        .Number("itemSizeBytes", (read, value) => read.ItemSizeBytes = value)
        .PlainText("source", (read, value) => read.Source = value)
        .PlainText("target", (read, value) => read.Target = value)
        .Time("startTime", (read, value) => read.StartTimeUtc = value ?? read.StartTimeUtc)
        .Time("endTime", (read, value) => read.EndTimeUtc = value)
        .PlainText("title", (read, value) => read.Title = value)
        .PlainText("message", (read, value) => read.Message = value)
        .Number("order", (read, value) => read.Order = value ?? 0)
        .PlainText("organizationId", (read, value) => read.OrganizationId = value)
        .PlainText("backedUpOrganizationId", (read, value) => read.BackedUpOrganizationId = value)
        .PlainText("userId", (read, value) => read.UserId = value)
        .PlainText("groupId", (read, value) => read.GroupId = value)
        .PlainText("siteId", (read, value) => read.SiteId = value)
        .PlainText("teamId", (read, value) => read.TeamId = value)
        .Correct(read =>
        {
            bool isRunning = string.Equals(read.Status, "Running", StringComparison.OrdinalIgnoreCase);
            string? odd = OddEnd("event", read.Id, read.StartTimeUtc, read.EndTimeUtc, isRunning);
            read.EndTimeUtc = odd is null ? read.EndTimeUtc : null;
            return odd;
        });

    public static readonly ObjectReader<RestoreOrganization> Organization = new ObjectReader<RestoreOrganization>("an organization")
        .Guid("id", (organization, value) => organization.Id = value ?? Guid.Empty)
        .PlainText("name", (organization, value) => organization.Name = value)
        .PlainText("type", (organization, value) => organization.Type = value)
        .Time("firstBackuptime", (organization, value) => organization.FirstBackupTimeUtc = Known(value))
        .Time("lastBackuptime", (organization, value) => organization.LastBackupTimeUtc = Known(value))
        .Correct(organization => organization.Id == Guid.Empty && organization.Name is null
            ? throw new JsonReaderException("an organization has neither an identifier nor a name") : null);

    public static readonly ObjectReader<RestoreSessionStatistics> Statistics = new ObjectReader<RestoreSessionStatistics>("the statistics")
        .RequireNumber("totalItemsCount", (statistics, value) => statistics.TotalItemsCount = value)
        .Number("restoredItemsCount", (statistics, value) => statistics.RestoredItemsCount = value ?? 0)
        .Number("failedItemsCount", (statistics, value) => statistics.FailedItemsCount = value ?? 0)
        .Number("skippedItemsCount", (statistics, value) => statistics.SkippedItemsCount = value ?? 0)
        .PlainTexts("warnings", (statistics, value) => statistics.Warnings = value)
        .PlainTexts("errors", (statistics, value) => statistics.Errors = value)
        .Objects("items", (statistics, value) => statistics.Items = value, () => Item!);

    private static readonly ObjectReader<RestoreItemStatistics> Item = new ObjectReader<RestoreItemStatistics>("an item of the statistics")
        .PlainText("id", (item, value) => item.Id = value)
        .PlainText("itemRestoreDetailsType", (item, value) => item.DetailsType = value)
        .PlainText("title", (item, value) => item.Title = value)
        .PlainText("name", (item, value) => item.Name = value)
        .PlainText("itemType", (item, value) => item.ItemType = value)
        .PlainText("status", (item, value) => item.Status = value)
        .PlainText("path", (item, value) => item.Path = value)
        .PlainText("error", (item, value) => item.Error = value ?? item.Error)
        .PlainText("cannotContinueMailboxError", (item, value) => item.Error ??= value)
        .PlainTexts("warnings", (item, value) => item.Warnings = value)
        .PlainText("mailboxEmail", (item, value) => item.MailboxEmail = value)
        .Text("mailboxIsArchive", (item, value) => item.MailboxIsArchive = Boolean(value))
        .Text("mailboxIsPublic", (item, value) => item.MailboxIsPublic = Boolean(value))
        .PlainText("oneDriveUrl", (item, value) => item.OneDriveUrl = value)
        .PlainText("oneDriveWebId", (item, value) => item.OneDriveWebId = value)
        .PlainText("oneDriveSiteId", (item, value) => item.OneDriveSiteId = value)
        .Number("createdMailboxItemsCount", (item, value) => item.CreatedMailboxItemsCount = value)
        .Number("mergedMailboxItemsCount", (item, value) => item.MergedMailboxItemsCount = value)
        .Number("failedMailboxItemsCount", (item, value) => item.FailedMailboxItemsCount = value)
        .Number("skippedMailboxItemsCount", (item, value) => item.SkippedMailboxItemsCount = value)
        .Objects("childItems", (item, value) => item.ChildItems = value, () => Item!);

    private static string? OddEnd(string what, Guid id, DateTime start, DateTime? end, bool isOpen)
    {
        string? why = end is null ? null : isOpen ? "it is still going on" : end < start ? "it is before the start" : end - start > Longest ? "it is too late" : null;
        return why is null ? null : $"The end of {what} {id}, {end:s}Z, is left out: {why}.";
    }

    // An organization without a backup may have one in the year 1.
    private static DateTime? Known(DateTime? time) => time?.Year > 1 ? time : null;

    private static bool? Boolean(string? text) => bool.TryParse(text, out bool value) ? value : null;
}
