using AngleSharp.Html.Dom;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>A report of a part must not look like one of the whole.</summary>
public sealed class ReportHeadTests
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionReportCommand";

    [Fact]
    public async Task each_server_is_named_with_its_sessions_and_so_is_one_without_any()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 1, Seed = 9 });
        using Folder folder = new();
        Assert.Null(fixture.Run($"$other = Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -PassThru; $sessions = @(Get-RestoreSession)").ErrorId);
        Assert.Null(fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File("both.html")}'").ErrorId);
        Assert.Null(fixture.Run($"$sessions | Where-Object Server -eq $server | Export-RestoreSessionReport '{folder.File("part.html")}'").ErrorId);
        Assert.Null(fixture.Run($"$sessions | Where-Object Server -eq $server | Export-RestoreSessionReport '{folder.File("other.html")}' -Connection $other").ErrorId);
        Assert.Null(fixture.Run($"@() | Export-RestoreSessionReport '{folder.File("none.html")}'").ErrorId);
        string both = string.Join(", ", new[] { $@"{fixture.Server.Server} (3 sessions; API v5 as DOMAIN\admin)", $@"{other.Server} (1 session; API v8 as DOMAIN\admin)" }.Order(StringComparer.Ordinal));
        Assert.Equal(both, Facts(folder, "both.html")["Servers"]);
        Assert.DoesNotContain("Connected, but no session from", Facts(folder, "both.html").Keys);
        (string own, string silent) = ($@"{fixture.Server.Server} (API v5 as DOMAIN\admin)", $@"{other.Server} (API v8 as DOMAIN\admin)");
        Assert.Equal((own, silent), (Facts(folder, "part.html")["Server"], Facts(folder, "part.html")["Connected, but no session from"]));
        Assert.Equal(silent, Facts(folder, "other.html")["Connected, but no session from"]);
        Assert.Equal(string.Join(", ", new[] { own, silent }.Order(StringComparer.Ordinal)), Facts(folder, "none.html")["Connected, but no session from"]);
    }

    [Fact]
    public async Task a_server_that_cannot_be_reached_is_one_error_and_the_number_left_out_and_the_page_says_whose_events_are_missing()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 6 });
        RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 8, Seed = 9 });
        using Folder folder = new();
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0; $sessions = @(Get-RestoreSession)").ErrorId);
        await other.DisposeAsync();
        ShellResult result = fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent");
        Assert.Equal(["ServerUnreachable" + Id, "SessionsLeftOut" + Id], result.Errors.Select(error => error.FullyQualifiedErrorId));
        Assert.StartsWith($"8 sessions of {other.Server}", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(other.Server, result.Errors[0].TargetObject);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal($"The events of 8 sessions from {other.Server}: {result.Errors[0]}", report.QuerySelector(".missing li")!.TextContent);
        Assert.Equal(8, report.QuerySelectorAll(".below > td > p > .bad").Length);
        Assert.Equal(fixture.Server.Sessions.AllIds().Sum(id => fixture.Server.Sessions.Find(id)!.EventCount), report.QuerySelectorAll("#sessions details tbody tr").Length);
    }

    [Fact]
    public async Task events_that_were_denied_are_named_at_the_head_too()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 6 });
        using Folder folder = new();
        fixture.Server.Faults.Add(Fault.Status(403), $"{fixture.Server.Sessions[2].Id}/events");
        ShellResult result = fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent");
        Assert.Equal("AccessDenied" + Id, result.ErrorId);
        Assert.Equal($"The events of 1 session from {fixture.Server.Server}: {result.Errors[0]}", ReportDocument.Open(folder.File()).QuerySelector(".missing li")!.TextContent);
    }

    [Fact]
    public async Task a_report_of_a_period_names_the_period_every_server_that_was_asked_and_what_could_not_be_read()
    {
        DateTime noon = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        await using RestoreServer empty = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0 });
        await using RestoreServer broken = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 5 });
        fixture.Server.Sessions.Use(Enumerable.Range(-2, 5).Select(hour => new SessionRecord { Name = $"at {hour}", CreationTime = noon.AddHours(hour), EndTime = noon.AddHours(hour + 1) }));
        broken.Faults.Add(Fault.Status(500), "RestoreSessions", times: int.MaxValue);
        using Folder folder = new();
        Assert.Null(fixture.Run($"Connect-RestoreServer {empty.Server}, {broken.Server} $credential -SkipCertificateCheck").ErrorId);
        ShellResult result = fixture.Run($"Export-RestoreSessionReport '{folder.File("period.html")}' -StartTimeFrom 2026-06-01T11:00:00Z -StartTimeTo 2026-06-01T14:00:00Z -PassThru");
        Assert.Equal("ServerFailed" + Id, Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Single(result.Output);
        Dictionary<string, string> facts = Facts(folder, "period.html");
        Assert.Equal($"sessions started from {noon.AddHours(-1).ToLocalTime():yyyy-MM-dd HH:mm:ss} to {noon.AddHours(2).ToLocalTime():yyyy-MM-dd HH:mm:ss}", facts["Asked for"]);
        Assert.Equal($@"{fixture.Server.Server} (API v5 as DOMAIN\admin)", facts["Server"]);
        Assert.Equal($@"{empty.Server} (API v8 as DOMAIN\admin)", facts["Asked, and no session from"]);
        IHtmlDocument report = ReportDocument.Open(folder.File("period.html"));
        Assert.Equal(["at 1", "at 0"], report.Column("name"));
        Assert.Equal($"The sessions of {broken.Server}, or some of them: {result.Errors[0]}", report.QuerySelector(".missing li")!.TextContent);
    }

    [Fact]
    public async Task sessions_that_cannot_be_read_are_an_error_each_and_the_head_says_why_the_first_is_missing_until_a_list_is_whole()
    {
        Guid[] bad = [Guid.NewGuid(), Guid.NewGuid()];
        SessionRecord good = new() { CreationTime = new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc), Name = "good" };
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        using Folder folder = new();
        fixture.Server.Sessions.Use([good, .. bad.Select((id, i) => new SessionRecord { Id = id, CreationTime = good.CreationTime.AddHours(i + 1), Raw = $$"""{"id":"{{id}}"}""" })]);
        ShellResult list = fixture.Run("$sessions = Get-RestoreSession; $sessions");
        Assert.Equal(good.Id, ((RestoreSession)Assert.Single(list.Output).BaseObject).Id);
        Assert.Equal(bad.Cast<object>(), list.Errors.Select(error => error.TargetObject));
        Assert.All(list.Errors, error => Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", error.FullyQualifiedErrorId));
        Assert.Null(fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File("part.html")}'").ErrorId);
        Assert.Equal($"The sessions of {fixture.Server.Server}, or some of them: {list.Errors[0]}", ReportDocument.Open(folder.File("part.html")).QuerySelector(".missing li")!.TextContent);
        fixture.Server.Sessions.Use([good]);
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File("whole.html")}'").ErrorId);
        Assert.Null(ReportDocument.Open(folder.File("whole.html")).QuerySelector(".missing"));
    }

    [Fact]
    public async Task a_report_of_a_period_whose_only_server_fails_leaves_the_old_file()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        System.IO.File.WriteAllText(folder.File(), "old");
        fixture.Server.Faults.Add(Fault.Status(500), "restoreSessions", times: int.MaxValue);
        Assert.Equal("ServerFailed" + Id, fixture.Run($"Export-RestoreSessionReport '{folder.File()}' -StartTimeFrom 2026-06-01").ErrorId);
        Assert.Equal("InvalidTimeRange" + Id, fixture.Run($"Export-RestoreSessionReport '{folder.File()}' -StartTimeFrom 2026-06-02 -StartTimeTo 2026-06-01").ErrorId);
        Assert.Equal("old", System.IO.File.ReadAllText(folder.File()));
    }

    [Fact]
    public async Task an_account_is_named_as_long_as_the_sessions_know_it_and_a_token_has_none()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        using Folder folder = new();
        Assert.Null(fixture.Run("$sessions = @(Get-RestoreSession); $sessions | Export-Clixml '" + folder.File("sessions.xml") + "'; Disconnect-RestoreServer").ErrorId);
        Assert.Null(fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File("closed.html")}'; Import-Clixml '{folder.File("sessions.xml")}' | Export-RestoreSessionReport '{folder.File("file.html")}'").ErrorId);
        string token = fixture.Server.IssueToken();
        Assert.Null(fixture.Run($"Connect-RestoreServer $server -AccessToken (ConvertTo-SecureString {token} -AsPlainText -Force) -CertificateThumbprint $thumbprint; Get-RestoreSession | Export-RestoreSessionReport '{folder.File("token.html")}'").ErrorId);
        Assert.Equal($@"{fixture.Server.Server} (API v5 as DOMAIN\admin)", Facts(folder, "closed.html")["Server"]);
        Assert.Equal(fixture.Server.Server, Facts(folder, "file.html")["Server"]);
        Assert.Equal($"{fixture.Server.Server} (API v8 with an access token)", Facts(folder, "token.html")["Server"]);
        Assert.DoesNotContain(token, System.IO.File.ReadAllText(folder.File("token.html")), StringComparison.Ordinal);
        Assert.Equal(
            "A server lists the sessions of all users to an administrator, and to another account only its own.",
            ReportDocument.Open(folder.File("token.html")).QuerySelector("header .note")!.TextContent);
    }

    private static Dictionary<string, string> Facts(Folder folder, string name) => ReportDocument.Open(folder.File(name)).QuerySelectorAll("header dl > div")
        .ToDictionary(fact => fact.QuerySelector("dt")!.TextContent, fact => fact.QuerySelector("dd")!.TextContent);
}
