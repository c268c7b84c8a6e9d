using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every property of every object is what the server sent under its name. No two values are alike, so that none can stand for another.</summary>
public sealed class ModelTests
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";

    public static TheoryData<string> Cultures => ["", "de-DE", "th-TH", "ar-SA"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task a_session_is_what_was_sent(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture);
        string body = $$"""
            {"id":"{{Id}}","name":"n1","organization":"o2","type":"Vesp","creationTime":"2026-06-01T10:00:00.1234567Z","endTime":"2026-06-01T11:30:00.7654321Z",
             "state":"Stopped","result":"Warning","initiatedBy":"i3","details":"d4","scopeName":"s5","clientHost":"c6","reason":"r7","eTag":9007199254740993}
            """;
        fixture.Server.Faults.Add(Fault.RawBody($$"""{"limit":30,"results":[{{body}}]}"""), "restoreSessions", times: 1);
        fixture.Server.Faults.Add(Fault.RawBody(body), Id, times: 1);
        foreach (string command in new[] { "Get-RestoreSession", $"Get-RestoreSession -Id {Id}" })
        {
            Same(fixture.Run(command).One<RestoreSession>(), new()
            {
                ["Id"] = Guid.Parse(Id), ["Name"] = "n1", ["Organization"] = "o2", ["Type"] = "Vesp", ["Workload"] = "SharePoint", ["State"] = "Stopped", ["Result"] = "Warning", ["Outcome"] = "Warning",
                ["CreationTimeUtc"] = Utc("2026-06-01T10:00:00.1234567Z"), ["EndTimeUtc"] = Utc("2026-06-01T11:30:00.7654321Z"),
                ["CreationTime"] = Utc("2026-06-01T10:00:00.1234567Z").ToLocalTime(), ["EndTime"] = Utc("2026-06-01T11:30:00.7654321Z").ToLocalTime(),
                ["DurationSeconds"] = 5400.6419754, ["InitiatedBy"] = "i3", ["Details"] = "d4", ["ScopeName"] = "s5", ["ClientHost"] = "c6", ["Reason"] = "r7",
                ["ETag"] = 9007199254740993L, ["Server"] = fixture.Server.Server,
            });
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task an_event_is_what_was_sent(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture);
        fixture.Server.Faults.Add(Fault.RawBody($$"""
            {"limit":30,"results":[{"id":"{{Id}}","type":"Export","status":"Skipped","itemName":"n1","itemType":"t2","itemSizeBytes":9007199254740995,"source":"s3","target":"t4",
             "startTime":"2026-06-01T10:00:00.1234567Z","endTime":"2026-06-01T13:30:00.7654321+02:00","title":"t5","message":"m6","order":77,"organizationId":"o8",
             "backedUpOrganizationId":"b9","userId":"u10","groupId":"g11","siteId":"s12","teamId":"t13"}]}
            """), "/Events");
        string session = fixture.Server.Sessions[0].Id.ToString();
        RestoreSession said = fixture.Run($"Get-RestoreSession -Id {session}").One<RestoreSession>();
        RestoreSessionEvent read = fixture.Run($"Get-RestoreSessionEvent -Id {session}").One<RestoreSessionEvent>();
        Assert.Equal((said.Id, TimeSpan.FromTicks(54_006_419_754)), (read.Session!.Id, read.Duration));
        Assert.All([said.InitiatedBy, said.Organization, said.Workload, said.ClientHost, said.Reason], Assert.NotNull);
        Same(read, new()
        {
            ["InitiatedBy"] = said.InitiatedBy, ["Organization"] = said.Organization, ["Workload"] = said.Workload, ["ClientHost"] = said.ClientHost, ["Reason"] = said.Reason,
            ["Id"] = Guid.Parse(Id), ["SessionId"] = Guid.Parse(session), ["Type"] = "Export", ["Status"] = "Skipped", ["ItemName"] = "n1", ["ItemType"] = "t2",
            ["ItemSizeBytes"] = 9007199254740995L, ["Source"] = "s3", ["Target"] = "t4",
            ["StartTimeUtc"] = Utc("2026-06-01T10:00:00.1234567Z"), ["EndTimeUtc"] = Utc("2026-06-01T11:30:00.7654321Z"),
            ["StartTime"] = Utc("2026-06-01T10:00:00.1234567Z").ToLocalTime(), ["EndTime"] = Utc("2026-06-01T11:30:00.7654321Z").ToLocalTime(),
            ["DurationSeconds"] = 5400.6419754, ["Title"] = "t5", ["Message"] = "m6", ["Order"] = 77L, ["OrganizationId"] = "o8",
            ["BackedUpOrganizationId"] = "b9", ["UserId"] = "u10", ["GroupId"] = "g11", ["SiteId"] = "s12", ["TeamId"] = "t13", ["Server"] = fixture.Server.Server,
        });
    }

    [Fact]
    public async Task an_organization_is_what_was_sent()
    {
        await using ShellFixture fixture = await OpenAsync("");
        string body = $$"""{"id":"{{Id}}","name":"n1","type":"Hybrid","firstBackuptime":"2025-06-01T10:00:00.1234567Z","lastBackuptime":"2026-06-01T13:30:00.7654321+02:00"}""";
        fixture.Server.Faults.Add(Fault.RawBody($$"""{"limit":30,"results":[{{body}}]}"""), "/Organizations");
        fixture.Server.Faults.Add(Fault.RawBody(body), "/organization");
        foreach (string command in new[] { "Get-RestoreOrganization", $"Get-RestoreOrganization -Id {fixture.Server.Sessions[0].Id}" })
        {
            Same(fixture.Run(command).One<RestoreOrganization>(), new()
            {
                ["Id"] = Guid.Parse(Id), ["Name"] = "n1", ["Type"] = "Hybrid", ["Server"] = fixture.Server.Server,
                ["FirstBackupTimeUtc"] = Utc("2025-06-01T10:00:00.1234567Z"), ["LastBackupTimeUtc"] = Utc("2026-06-01T11:30:00.7654321Z"),
                ["FirstBackupTime"] = Utc("2025-06-01T10:00:00.1234567Z").ToLocalTime(), ["LastBackupTime"] = Utc("2026-06-01T11:30:00.7654321Z").ToLocalTime(),
            });
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task statistics_are_what_was_sent(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture);
        fixture.Server.Faults.Add(Fault.RawBody("""
            {"totalItemsCount":101,"restoredItemsCount":102,"failedItemsCount":103,"skippedItemsCount":9007199254740993,"warnings":["w1","w2"],"errors":["e3","1.5"],
             "items":[{"id":"i4","itemRestoreDetailsType":"BulkMailbox","title":"t5","name":"n6","itemType":"y7","status":"Failed","path":"p8","error":"e9","warnings":["w10"],
               "mailboxEmail":"m11","mailboxIsArchive":true,"mailboxIsPublic":false,"oneDriveUrl":"o12","oneDriveWebId":"w20","oneDriveSiteId":"s21","createdMailboxItemsCount":13,"mergedMailboxItemsCount":14,"failedMailboxItemsCount":15,"skippedMailboxItemsCount":16,
               "childItems":[{"id":"i17","status":"Warning","cannotContinueMailboxError":"c18"}]},{"id":"i19"}]}
            """), "/Statistics", times: 2);
        string session = fixture.Server.Sessions[0].Id.ToString();
        RestoreSessionStatistics read = fixture.Run($"Get-RestoreSessionStatistics -Id {session}").One<RestoreSessionStatistics>();
        Same(read, new()
        {
            ["SessionId"] = Guid.Parse(session), ["TotalItemsCount"] = 101L, ["RestoredItemsCount"] = 102L, ["FailedItemsCount"] = 103L, ["SkippedItemsCount"] = 9007199254740993L,
            ["Warnings"] = "w1|w2", ["Errors"] = "e3|1.5", ["Items"] = "RestoreSessions.RestoreItemStatistics|RestoreSessions.RestoreItemStatistics", ["Server"] = fixture.Server.Server,
        });
        Same(read.Items[0], new()
        {
            ["Id"] = "i4", ["DetailsType"] = "BulkMailbox", ["Title"] = "t5", ["Name"] = "n6", ["ItemType"] = "y7", ["Status"] = "Failed", ["Path"] = "p8", ["Error"] = "e9", ["Warnings"] = "w10",
            ["MailboxEmail"] = "m11", ["MailboxIsArchive"] = true, ["MailboxIsPublic"] = false, ["OneDriveUrl"] = "o12", ["OneDriveWebId"] = "w20", ["OneDriveSiteId"] = "s21", ["CreatedMailboxItemsCount"] = 13L, ["MergedMailboxItemsCount"] = 14L, ["FailedMailboxItemsCount"] = 15L,
            ["SkippedMailboxItemsCount"] = 16L, ["ChildItems"] = "RestoreSessions.RestoreItemStatistics",
        });
        Assert.Equal(("i17", "Warning", "c18", null, null), (read.Items[0].ChildItems[0].Id, read.Items[0].ChildItems[0].Status, read.Items[0].ChildItems[0].Error, read.Items[0].ChildItems[0].Name, read.Items[0].ChildItems[0].FailedMailboxItemsCount));
        AssertRows(fixture, session, read.Items[0]);
        Assert.Equal(("i19", null, 0), (read.Items[1].Id, read.Items[1].Error, read.Items[1].ChildItems.Length));
    }

    // A row has what its item has, under the same names, and no list: its warnings are lines.
    private static void AssertRows(ShellFixture fixture, string session, RestoreItemStatistics first)
    {
        IReadOnlyList<RestoreSessionItem> rows = fixture.Run($"Get-RestoreSessionStatistics -Id {session} -Item").As<RestoreSessionItem>();
        Assert.Equal([("i4", null, null), ("i17", "i4", "n6"), ("i19", null, null)], rows.Select(row => (row.Id, row.ParentId, row.ParentName)));
        Assert.All(rows, row => Assert.Equal((Guid.Parse(session), fixture.Server.Server), (row.SessionId, row.Server)));
        Assert.Equal(("w10", null, "c18"), (rows[0].Warning, rows[1].Warning, rows[1].Error));
        foreach (PropertyInfo property in typeof(RestoreItemStatistics).GetProperties().Where(p => !p.PropertyType.IsArray))
        {
            Assert.NotNull(property.GetValue(first));
            Assert.Equal(property.GetValue(first), typeof(RestoreSessionItem).GetProperty(property.Name)!.GetValue(rows[0]));
        }

        Assert.DoesNotContain(typeof(RestoreSessionItem).GetProperties(), p => p.PropertyType.IsArray);
    }

    [Fact]
    public async Task a_connection_is_what_was_asked_for()
    {
        await using ShellFixture fixture = await OpenAsync("");
        DateTime? expires = fixture.Run("(Get-RestoreConnection).TokenExpires").One<DateTime>();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        DateTime? time = connection.ServerTimeUtc;
        Same(connection, moving: nameof(connection.ServerTimeUtc), expected: new()
        {
            ["Server"] = fixture.Server.Server, ["UserName"] = fixture.Server.Options.UserName, ["ApiVersion"] = RestoreApiVersion.v8, ["TokenExpires"] = expires,
        });
        Assert.True(connection.ServerTimeUtc >= time);
    }

    [Theory]
    [InlineData("RestoreSession", "Duration")]
    [InlineData("RestoreSessionEvent", "Duration", "Session")]
    [InlineData("RestoreOrganization")]
    [InlineData("RestoreSessionStatistics")]
    [InlineData("RestoreItemStatistics")]
    [InlineData("RestoreSessionItem")]
    [InlineData("RestoreConnection")]
    public void an_object_from_a_job_or_a_file_has_the_properties_that_it_had_and_no_other(string type, params string[] hidden)
    {
        using Shell shell = new();
        PSObject restored = Assert.Single(shell.Run($"""
            $item = [RestoreSessions.{type}]::new() | Add-Member Ticket 42 -PassThru
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($item))
            """).Output);
        Assert.Equal(
            typeof(RestoreSession).Assembly.GetType("RestoreSessions." + type)!.GetProperties().Select(p => p.Name).Concat(hidden).Append("Ticket").Order(),
            restored.Properties.Select(p => p.Name).Order());
    }

    [Fact]
    public async Task what_is_missing_is_null_empty_or_0_and_never_another_value()
    {
        await using ShellFixture fixture = await OpenAsync("");
        fixture.Server.Faults.Add(Fault.RawBody($$"""{"limit":30,"results":[{"id":"{{Id}}","creationTime":"2026-06-01T10:00:00Z"}]}"""), "restoreSessions");
        RestoreSession session = fixture.Run("Get-RestoreSession").One<RestoreSession>();
        Assert.All([session.Name, session.Organization, session.InitiatedBy, session.Details, session.ScopeName, session.ClientHost, session.Reason], Assert.Null);
        Assert.Equal((null, null, null, "", "", ""), (session.EndTimeUtc, session.Duration, session.ETag, session.Type, session.State, session.Result));
        fixture.Server.Faults.Add(Fault.RawBody($$"""{"totalItemsCount":5}"""), "/Statistics");
        RestoreSessionStatistics statistics = fixture.Run($"Get-RestoreSessionStatistics -Id {fixture.Server.Sessions[0].Id}").One<RestoreSessionStatistics>();
        Assert.Equal((5L, 0L, 0L, 0L), (statistics.TotalItemsCount, statistics.RestoredItemsCount, statistics.FailedItemsCount, statistics.SkippedItemsCount));
    }

    // Every property counts, so that a new one cannot be left out here.
    private static void Same(object read, Dictionary<string, object?> expected, string? moving = null) => Assert.Equal(
        expected.OrderBy(p => p.Key, StringComparer.Ordinal),
        read.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.Name != moving)
            .Select(p => KeyValuePair.Create(p.Name, p.GetValue(read) is Array several ? string.Join('|', several.Cast<object>()) : p.GetValue(read)))
            .OrderBy(p => p.Key, StringComparer.Ordinal));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static Task<ShellFixture> OpenAsync(string culture) => ShellFixture.ConnectAsync("-ApiVersion v8", culture: CultureInfo.GetCultureInfo(culture));
}
