using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class ReportContentTests
{
    private static readonly DateTime Noon = new DateTime(2026, 5, 12, 12, 0, 0, DateTimeKind.Local).ToUniversalTime();

    public static TheoryData<string> Cultures => ["", "de-DE", "th-TH", "ar-SA"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task totals_groups_and_rows_tell_the_sessions_in_any_culture(string culture)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(culture: CultureInfo.GetCultureInfo(culture));
        using Folder folder = new();
        fixture.Server.Sessions.Use([
            Session(0, "Vex", "Success", "j.doe"),
            Session(1, "Vex", "Failed", "j.doe", reason: "Ticket 4711"),
            Session(2, "Veod", "Warning", "J.DOE"),
            Session(3, "Vet", "Success", "operator") with { State = "Working", EndTime = null },
            Session(4, "Vet", "Pending", "operator") with { Organization = "fabrikam" },
        ]);
        Assert.Empty(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}'").As<object>());
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal(new Dictionary<string, int> { ["sessions"] = 5, ["Success"] = 1, ["Warning"] = 1, ["Failed"] = 1, ["Still working"] = 1, ["Pending"] = 1 }, report.Tiles());
        Assert.Equal(new Dictionary<string, string> { ["Exchange"] = "2 1 0 0 0 1", ["Teams"] = "2 0 0 1 1 0", ["OneDrive"] = "1 0 1 0 0 0" }, report.Groups("Type"));
        Assert.Equal(new Dictionary<string, string> { ["J.DOE"] = "3 1 1 0 0 1", ["operator"] = "2 0 0 1 1 0" }, report.Groups("Person"));
        Assert.Equal(new Dictionary<string, string> { ["contoso"] = "4 1 1 0 1 1", ["fabrikam"] = "1 0 0 1 0 0" }, report.Groups("Organization"));
        Assert.Equal(["Pending", "Working", "Warning", "Failed", "Success"], report.Column("result"));
        Assert.Equal(["2026-05-12 16:00:00", "2026-05-12 15:00:00", "2026-05-12 14:00:00", "2026-05-12 13:00:00", "2026-05-12 12:00:00"], report.Column("start"));
        Assert.Equal(["25:00:07", "", "25:00:07", "25:00:07", "25:00:07"], report.Column("span"));
        Assert.Contains("2026-05-12 12:00:00 to 2026-05-12 16:00:00", report.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(fixture.Server.Server, report.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(fixture.Server.Sessions.AllIds().Reverse().Select(id => id.ToString()), report.Column("id"));
    }

    [Theory]
    [InlineData("''", "Unknown")]
    [InlineData("'Pending'", "Pending")]
    [InlineData("'', 'Pending', 'PENDING'", "Other (Pending, Unknown)")]
    [InlineData("'a', 'b', 'c', 'd', 'e', 'f', 'g'", "Other (a, b, c, d, e, and more)")]
    public void legend_and_columns_call_other_results_as_the_rows_do(string results, string name)
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"{results} | ForEach-Object {{ [RestoreSessions.RestoreSession]@{{ Result = $_; CreationTime = '2026-05-12T10:00:00Z' }} }} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal(name, report.QuerySelector("figcaption .other")!.TextContent);
        Assert.All(report.QuerySelectorAll("table.groups"), table => Assert.Equal(name, table.QuerySelectorAll("thead th")[4].TextContent));
    }

    [Fact]
    public void failed_stands_next_to_the_count()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"[RestoreSessions.RestoreSession]@{{}} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal(["Type", "Sessions", "Failed", "Warning", "Unknown", "Success"], ReportDocument.Open(folder.File()).QuerySelectorAll("section[aria-labelledby=what] thead th").Select(th => th.TextContent));
    }

    [Fact]
    public void an_empty_pipeline_makes_a_report_that_says_so()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"$null | Where-Object {"{"} $false {"}"} | Export-RestoreSessionReport '{folder.File()}' -Title 'Last night'").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal(("Last night", "Last night", "There was no session to report."), (report.Title, report.QuerySelector("h1")!.TextContent, report.QuerySelector("main")!.TextContent.Trim()));
        Assert.Null(report.QuerySelector("table"));
    }

    [Fact]
    public async Task columns_that_no_server_filled_are_left_out_and_one_server_stands_at_the_head()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 2, Seed = 9 });
        using Folder folder = new();
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File("v5.html")}'").ErrorId);
        Assert.Null(fixture.Run($"$null = Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -ApiVersion v8; Get-RestoreSession | Export-RestoreSessionReport '{folder.File("both.html")}'").ErrorId);
        static IEnumerable<string> Headers(IHtmlDocument report) => report.QuerySelectorAll("#sessions thead th").Select(th => th.TextContent);
        Assert.Equal(["Started", "Duration", "Type", "Organization", "Initiated by", "Result"], Headers(ReportDocument.Open(folder.File("v5.html"))));
        Assert.Equal(
            ["Started", "Duration", "Type", "Organization", "Initiated by", "Result", "Server", "Opened from", "Reason"],
            Headers(ReportDocument.Open(folder.File("both.html"))));
        Assert.Equal(2, ReportDocument.Open(folder.File("both.html")).Column("server").Count(s => s == other.Server));
    }

    [Fact]
    public async Task only_ten_people_are_shown_at_once_and_the_others_are_folded()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        fixture.Server.Sessions.Use(Enumerable.Range(0, 25).Select(i => Session(i, "Vex", "Success", $"user {i:00}")));
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        IElement who = ReportDocument.Open(folder.File()).QuerySelector("section[aria-labelledby=who]")!;
        Assert.Equal(25, who.Groups("Person").Count);
        Assert.Equal("15 more people", who.QuerySelector("details summary")!.TextContent);
        Assert.Equal(15, who.QuerySelectorAll("details tbody tr").Length);
    }

    [Fact]
    public async Task the_page_is_built_for_everyone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal("en", report.DocumentElement.GetAttribute("lang"));
        Assert.All(["header", "main", "footer", "h1"], name => Assert.Single(report.QuerySelectorAll(name)));
        Assert.All(report.QuerySelectorAll("section"), section => Assert.NotNull(report.GetElementById(section.GetAttribute("aria-labelledby")!)));
        Assert.All(report.QuerySelectorAll("th"), th => Assert.NotNull(th.GetAttribute("scope")));
        Assert.All(report.QuerySelectorAll("table"), table => Assert.NotEmpty(table.QuerySelector("caption")!.TextContent));
        Assert.Equal(report.QuerySelectorAll("table").Length, report.QuerySelectorAll(".scroll > table").Length);
        Assert.All(report.QuerySelectorAll(".scroll"), scroll => Assert.NotEmpty(scroll.GetAttribute("aria-label") ?? report.GetElementById(scroll.GetAttribute("aria-labelledby")!)!.TextContent));
        Assert.All(report.QuerySelectorAll(".scroll"), scroll => Assert.Equal("0", scroll.GetAttribute("tabindex")));
        Assert.All(report.QuerySelectorAll("input, select"), control => Assert.NotNull(control.Closest("label")));
        Assert.All(report.QuerySelectorAll("svg"), svg => Assert.True(svg.GetAttribute("aria-hidden") == "true" || svg.GetAttribute("role") == "img"));
        IElement chart = report.QuerySelector("svg[role=img]")!;
        Assert.All(chart.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(report.GetElementById(id)!.TextContent));
        IEnumerable<string> ids = report.QuerySelectorAll("[id]").Select(e => e.Id!);
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal("descending", report.QuerySelector("#sessions th")!.GetAttribute("aria-sort"));
    }

    private static SessionRecord Session(int hour, string type, string result, string person, string reason = "") => new()
    {
        Type = type, Result = result, InitiatedBy = person, Reason = reason, Organization = "contoso", CreationTime = Noon.AddHours(hour), EndTime = Noon.AddHours(hour).AddSeconds(90_007),
    };
}
