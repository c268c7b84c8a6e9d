using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FakeServer;
using RestoreSessions.Report;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>What failed stands first, with who and why.</summary>
public sealed class ReportFailureTests
{
    private static readonly DateTime Noon = new DateTime(2026, 5, 12, 12, 0, 0, DateTimeKind.Local).ToUniversalTime();

    [Fact]
    public async Task what_failed_stands_right_behind_the_totals_sessions_first_with_who_why_and_where()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        SessionRecord told = Session(0, "Failed", "ann", 0) with { Details = "No mailbox of this name" };
        SessionRecord untold = Session(1, "Failed", "bob", 0);
        SessionRecord itself = Session(2, "Failed", "eve", 4);
        SessionRecord inside = Session(3, "Success", "joe", 5) with { Organization = "fabrikam" };
        fixture.Server.Sessions.Use([told, untold, itself, inside, Session(4, "Success", "kim", 2), Session(5, "Warning", "kim", 0)]);
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal(["totals", "failed", "audit"], report.QuerySelectorAll("section[aria-labelledby]").Take(3).Select(section => section.GetAttribute("aria-labelledby")));
        Assert.Equal("Failed: 3 sessions and 2 events", report.QuerySelector(".failures caption")!.TextContent);
        Assert.Equal(
            [
                $"2026-05-12 14:00:00|eve|contoso|Exchange session|Item 3 was not saved: there is not enough space on the disk|{itself.Id}",
                $"2026-05-12 13:00:00|bob|contoso|Exchange session|(not told)|{untold.Id}",
                $"2026-05-12 12:00:00|ann|contoso|Exchange session|No mailbox of this name|{told.Id}",
                $"2026-05-12 15:00:04|joe|fabrikam|Save Item 3 Mailbox|Item 3 was not saved: there is not enough space on the disk|{inside.Id}",
                $"2026-05-12 14:00:04|eve|contoso|Save Item 3 Mailbox|Item 3 was not saved: there is not enough space on the disk|{itself.Id}",
            ],
            Failures(report));
        Assert.All(report.QuerySelectorAll(".failures a"), link => Assert.Equal("TBODY", report.GetElementById(link.GetAttribute("href")![1..])!.TagName));
        Assert.Equal(["failed unreasoned", "failed unreasoned"], new[] { told, untold }.Select(s => report.GetElementById(s.Id.ToString())!.GetAttribute("data-is")));
    }

    [Fact]
    public void where_nothing_failed_the_page_says_what_it_knows()
    {
        Assert.Equal("No session failed. What failed within a session would be in its events, and the report has none.", Paragraph(Page([new ReportedSession(new RestoreSession { Result = "Warning", State = "Stopped" })])));
        Assert.Equal("No session failed, and no event.", Paragraph(Page([new ReportedSession(new RestoreSession()) { Events = [new RestoreSessionEvent { Status = "Success", Type = "View" }] }])));

        static string Paragraph(IHtmlDocument page) => page.QuerySelector("section[aria-labelledby=failed] p")!.TextContent;
    }

    [Fact]
    public void of_many_failures_twelve_are_open_two_hundred_listed_and_the_rest_counted()
    {
        IHtmlDocument page = Page(Enumerable.Range(0, 1300).Select(i => new ReportedSession(new RestoreSession { Id = Guid.NewGuid(), State = "Stopped", Result = "Failed", InitiatedBy = $"user {i}", CreationTimeUtc = Noon.AddSeconds(-i) })));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"user {i}"), page.QuerySelectorAll("section > .scroll > .failures .who").Select(who => who.TextContent));
        Assert.Equal("188 more failures", page.QuerySelector("details.failures summary")!.TextContent);
        Assert.Equal(Enumerable.Range(12, 188).Select(i => $"user {i}"), page.QuerySelectorAll("details.failures .who").Select(who => who.TextContent));
        Assert.Equal("1,100 more are not listed here, but with their sessions.", page.QuerySelector("section[aria-labelledby=failed] > p")!.TextContent);
    }

    [Fact]
    public void a_session_that_is_reported_twice_has_two_rows_of_different_ids()
    {
        RestoreSession session = new() { Id = Guid.NewGuid() };
        string[] ids = [.. Page([new ReportedSession(session), new ReportedSession(session), new ReportedSession(session)]).QuerySelectorAll("#sessions > tbody").Select(row => row.Id!)];
        Assert.Equal([$"{session.Id}", $"{session.Id}-2", $"{session.Id}-3"], ids);
    }

    internal static IHtmlDocument Page(IEnumerable<ReportedSession> sessions)
    {
        using StringWriter output = new();
        ReportPage.Write(output, new SessionReport("t", Noon, sessions), CancellationToken.None);
        return ReportDocument.Read(output.ToString());
    }

    private static IEnumerable<string> Failures(IHtmlDocument report) => report.QuerySelectorAll(".failures tbody tr")
        .Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.TextContent).Append(row.QuerySelector("a")!.GetAttribute("href")![1..])));

    private static SessionRecord Session(int hour, string result, string person, int events) => new()
    {
        CreationTime = Noon.AddHours(hour), EndTime = Noon.AddHours(hour + 1), Result = result, InitiatedBy = person, Organization = "contoso", EventCount = events,
    };
}
