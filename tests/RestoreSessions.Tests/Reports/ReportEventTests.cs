using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class ReportEventTests
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionReportCommand";

    [Fact]
    public async Task without_includeevent_no_connection_is_needed_and_nothing_is_asked()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        Assert.Null(fixture.Run($"$sessions = Get-RestoreSession; Disconnect-RestoreServer").ErrorId);
        fixture.Server.Requests.Clear();
        Assert.Null(fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Empty(fixture.Server.Requests);
        Assert.Equal(100, ReportDocument.Open(folder.File()).Column("id").Count);
        Assert.Empty(ReportDocument.Open(folder.File()).QuerySelectorAll("#sessions details"));
        Assert.Equal("NotConnected" + Id, fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File("other.html")}' -IncludeEvent").ErrorId);
        Assert.Equal(["audit.html"], folder.Files);
    }

    [Fact]
    public async Task the_events_of_each_session_stand_below_it_and_each_is_asked_for_once()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        ShellResult result = fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent");
        Assert.Empty(result.As<object>());
        Assert.Equal(
            fixture.Server.Sessions.AllIds().Select(id => $"/v5/RestoreSessions/{id}/Events").Order(StringComparer.OrdinalIgnoreCase),
            fixture.Server.Requests.Where(r => r.Path.EndsWith("/events", StringComparison.OrdinalIgnoreCase)).Select(r => r.Path).Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);

        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Empty(report.QuerySelectorAll(".missing"));
        foreach (IElement session in report.QuerySelectorAll("#sessions > tbody"))
        {
            SessionRecord record = fixture.Server.Sessions.Find(Guid.Parse(session.QuerySelector(".id")!.TextContent))!;
            Assert.Equal(record.EventCount, session.QuerySelectorAll("details tbody tr").Length);
            Assert.Equal(Enumerable.Range(0, record.EventCount).Select(i => $"Item {i} was {(i == 3 && (record.EndTime is not null || i < record.EventCount - 1) ? "not saved: there is not enough space on the disk" : "processed")}"), session.QuerySelectorAll("details tbody tr td:last-child").Select(c => c.TextContent));
        }
    }

    [Fact]
    public async Task the_line_above_the_events_says_whether_they_worked()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        fixture.Server.Sessions.Use([new SessionRecord { EventCount = 10, CreationTime = new DateTime(2026, 5, 12, 10, 0, 0, DateTimeKind.Utc), EndTime = new DateTime(2026, 5, 12, 11, 0, 0, DateTimeKind.Utc) }]);
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal("10 events, 2 Failed, 2 Warning", report.QuerySelector("#sessions summary")!.TextContent);
        Assert.Equal("Save", report.QuerySelector("#sessions details tr:has(.bad) td:nth-child(2)")!.TextContent);

        // View, Restore, Export, Save and Send twice each; they succeed, succeed, warn, fail, and are skipped.
        Assert.Equal(
            new Dictionary<string, string> { ["Export"] = "2 0 2 0 0", ["Restore"] = "2 0 0 0 2", ["Save"] = "2 2 0 0 0", ["Send"] = "2 0 0 2 0", ["View"] = "2 0 0 0 2" },
            report.Groups("What was done"));
        Assert.Equal("1 0 0 1 2 2", report.Groups("Person")[@"VBO\Administrator"]);
        Assert.Equal(
            new Dictionary<string, int> { ["session"] = 1, ["Success"] = 1, ["Warning"] = 0, ["Failed"] = 0, ["items restored"] = 2, ["items taken out"] = 2, ["events failed"] = 2 },
            report.Tiles());
        Assert.Equal(["session", "Success", "items restored", "items taken out", "events failed"], report.QuerySelectorAll(".tiles a span").Select(words => words.TextContent));
    }

    [Fact]
    public async Task events_that_cannot_be_read_are_an_error_and_the_report_says_so()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 6 });
        using Folder folder = new();
        Guid denied = fixture.Server.Sessions[2].Id;
        Guid gone = fixture.Server.Sessions[4].Id;
        fixture.Server.Faults.Add(Fault.Status(403, """{"message":"<b>not yours</b>"}"""), $"{denied}/events");
        ShellResult result = fixture.Run($"$sessions = Get-RestoreSession; $sessions | Where-Object Id -eq {gone} | ForEach-Object {{ $_.Id = '{Guid.Empty}' }}; $sessions | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent");
        Assert.Equal(["AccessDenied" + Id, "RestoreSessionNotFound" + Id], result.Errors.Select(e => e.FullyQualifiedErrorId).Order(StringComparer.Ordinal));
        Assert.Equal(denied, ((RestoreSession)result.Errors.Single(e => e.TargetObject is RestoreSession).TargetObject).Id);
        Dictionary<string, string> failures = ReportDocument.Open(folder.File()).QuerySelectorAll("#sessions > tbody:has(.below > td > p)")
            .ToDictionary(session => session.QuerySelector(".id")!.TextContent, session => session.QuerySelector(".below p")!.TextContent);
        Assert.Equal(2, failures.Count);
        Assert.Contains("<b>not yours</b>", failures[denied.ToString()], StringComparison.Ordinal);
        Assert.Contains("could not be read", failures[Guid.Empty.ToString()], StringComparison.Ordinal);
    }

    [Fact]
    public async Task each_session_is_asked_of_the_server_that_it_came_from_and_a_mock_of_all()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 3, Seed = 9 });
        using Folder folder = new();
        Guid mock = other.Sessions[1].Id;
        Assert.Null(fixture.Run($"$null = Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint; $sessions = @(Get-RestoreSession)").ErrorId);
        fixture.Server.Requests.Clear();
        other.Requests.Clear();
        Assert.Null(fixture.Run($"$sessions + [RestoreSessions.RestoreSession]@{{ Id = '{mock}' }} | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        static int Events(RestoreServer server) => server.Requests.Count(r => r.StatusCode == 200 && r.Path.EndsWith("/events", StringComparison.OrdinalIgnoreCase));
        Assert.Equal((3, 4), (Events(fixture.Server), Events(other)));
        Assert.Equal(7, ReportDocument.Open(folder.File()).Column("id").Count);
    }

    [Fact]
    public async Task an_error_that_shall_stop_the_script_stops_it_before_anything_is_written()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 6 });
        using Folder folder = new();
        fixture.Server.Faults.Add(Fault.Status(403), "/events", skip: 2);
        ShellResult result = fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent -ErrorAction Stop");
        Assert.Equal("AccessDenied" + Id, result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(folder.Files);
    }
}
