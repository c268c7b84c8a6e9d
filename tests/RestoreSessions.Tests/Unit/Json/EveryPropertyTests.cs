using System.Reflection;
using RestoreSessions.Api;
using RestoreSessions.Json;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>Objects of which the server says everything: each property gets the value that was sent, and none is left out.</summary>
public sealed class EveryPropertyTests
{
    private static readonly string[] SetElsewhere = ["Server", "SessionId", "CreationTime", "StartTime", "EndTime", "FirstBackupTime", "LastBackupTime"];
    private static readonly string[] SaidByTheSession = ["Session", "InitiatedBy", "Organization", "Workload", "ClientHost", "Reason"];

    /// <summary>The Newtonsoft.Json that the readers use.</summary>
    public static Assembly ReadBy => ObjectReaders.Session.Names.GetType().BaseType!.Assembly;

    [Fact]
    public void every_property_of_a_session_has_the_value_that_was_sent() => Compare(
        new RestoreSession
        {
            Id = new Guid("0800471b-d0e2-422b-9d7c-35d15661c3fb"), Name = "a \"name\" \\ \u00fc \ud83d\ude00", Organization = "contoso", Type = "Vet",
            CreationTimeUtc = Utc(1_234_567), EndTimeUtc = Utc(8_640_000_007), State = "Stopped", Result = "Warning", InitiatedBy = @"HOST\Admin",
            Details = "two\nlines", ScopeName = "All", ClientHost = "host (via: 10.0.0.1)", Reason = "ticket 42", ETag = long.MaxValue,
        },
        """
        {"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","name":"a \"name\" \\ \u00fc \ud83d\ude00","organization":"contoso","type":"Vet",
        "creationTime":"2026-06-01T00:00:00.1234567Z","endTime":"2026-06-01T00:14:24.0000007Z","state":"Stopped","result":"Warning","initiatedBy":"HOST\\Admin",
        "details":"two\nlines","scopeName":"All","clientHost":"host (via: 10.0.0.1)","reason":"ticket 42","eTag":9223372036854775807,"_links":{"self":{"href":"x"}}}
        """,
        ObjectReaders.Session);

    [Fact]
    public void every_property_of_an_event_has_the_value_that_was_sent() => Compare(
        new RestoreSessionEvent
        {
            Id = new Guid("9f786f0f-de9a-4a90-8118-093b6cb2c4fc"), Type = "Restore", Status = "Success", ItemName = "mail", ItemType = "Message", ItemSizeBytes = 5_000_000_000,
            Source = "from", Target = "to", StartTimeUtc = Utc(1), EndTimeUtc = Utc(2), Title = "title", Message = "message", Order = 7, OrganizationId = "o",
            BackedUpOrganizationId = "b", UserId = "u", GroupId = "g", SiteId = "s", TeamId = "t",
        },
        """
        {"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","type":"Restore","status":"Success","itemName":"mail","itemType":"Message","itemSizeBytes":5000000000,
        "source":"from","target":"to","startTime":"2026-06-01T00:00:00.0000001Z","endTime":"2026-06-01T00:00:00.0000002Z","title":"title","message":"message","order":7,
        "organizationId":"o","backedUpOrganizationId":"b","userId":"u","groupId":"g","siteId":"s","teamId":"t"}
        """,
        ObjectReaders.Event);

    [Fact]
    public void every_property_of_an_organization_has_the_value_that_was_sent() => Compare(
        new RestoreOrganization { Id = new Guid("0800471b-d0e2-422b-9d7c-35d15661c3fb"), Name = "contoso", Type = "Office365", FirstBackupTimeUtc = Utc(3), LastBackupTimeUtc = Utc(4) },
        """{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","name":"contoso","type":"Office365","firstBackuptime":"2026-06-01T00:00:00.0000003Z","lastBackuptime":"2026-06-01T02:00:00.0000004+02:00"}""",
        ObjectReaders.Organization);

    [Fact]
    public void every_property_of_statistics_has_the_value_that_was_sent()
    {
        RestoreItemStatistics child = new() { Id = "child", Title = "inner" };
        RestoreItemStatistics item = new()
        {
            Id = "i", DetailsType = "Mailbox", Title = "title", Name = "name", ItemType = "User", Status = "Failed", Path = @"a\b", Error = "error", Warnings = ["w1", "w2"],
            MailboxEmail = "a@b", MailboxIsArchive = true, MailboxIsPublic = true, OneDriveUrl = "https://one", OneDriveWebId = "web", OneDriveSiteId = "site", CreatedMailboxItemsCount = 1, MergedMailboxItemsCount = 2, FailedMailboxItemsCount = 3,
            SkippedMailboxItemsCount = 4, ChildItems = [child],
        };
        const string Body = """
            {"totalItemsCount":10,"restoredItemsCount":7,"failedItemsCount":2,"skippedItemsCount":1,"warnings":["w"],"errors":["e1","e2"],"items":[
            {"id":"i","itemRestoreDetailsType":"Mailbox","title":"title","name":"name","itemType":"User","status":"Failed","path":"a\\b","error":"error","warnings":["w1","w2"],
            "mailboxEmail":"a@b","mailboxIsArchive":true,"mailboxIsPublic":true,"oneDriveUrl":"https://one","oneDriveWebId":"web","oneDriveSiteId":"site","createdMailboxItemsCount":1,"mergedMailboxItemsCount":2,"failedMailboxItemsCount":3,"skippedMailboxItemsCount":4,
            "childItems":[{"id":"child","title":"inner"}]}]}
            """;
        RestoreSessionStatistics sent = new()
        {
            TotalItemsCount = 10, RestoredItemsCount = 7, FailedItemsCount = 2, SkippedItemsCount = 1, Warnings = ["w"], Errors = ["e1", "e2"], Items = [item],
        };
        Compare(sent, Body, ObjectReaders.Statistics);
        RestoreItemStatistics read = Assert.Single(Read(Body, ObjectReaders.Statistics).Items);
        Compare(item, read);
        Assert.Equivalent(child, Assert.Single(read.ChildItems), strict: true);
    }

    private static DateTime Utc(long ticks) => new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(ticks);

    private static void Compare<T>(T sent, string body, ObjectReader<T> reader)
        where T : new() => Compare(sent, Read(body, reader));

    private static void Compare<T>(T sent, T read)
    {
        string[] elsewhere = typeof(T) == typeof(RestoreSessionEvent) ? [.. SetElsewhere, .. SaidByTheSession] : SetElsewhere;
        PropertyInfo[] properties = [.. typeof(T).GetProperties().Where(p => p.CanWrite && !elsewhere.Contains(p.Name))];
        Assert.NotEmpty(properties);
        Assert.All(properties, property =>
        {
            object? value = property.GetValue(sent);
            Assert.False(value is null or 0L or "" or Array { Length: 0 }, $"the test sends no {property.Name}");
            Assert.Equivalent(value, property.GetValue(read), strict: true);
        });
    }

    private static T Read<T>(string body, ObjectReader<T> items)
        where T : new()
    {
        using PageReader<T> reader = new(new StringReader($"[{body}]"), items);
        return Assert.Single(reader.Items());
    }
}
