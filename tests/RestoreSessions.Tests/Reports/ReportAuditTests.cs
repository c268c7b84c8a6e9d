using AngleSharp.Html.Dom;
using FakeServer;
using RestoreSessions.Report;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>The questions of an audit, and their sessions.</summary>
public sealed class ReportAuditTests
{
    private const string Reasons = "Was a reason given?";
    private const string Elsewhere = "Was anything restored to another place?";
    private const string TakenOut = "What was taken out: exported, saved or sent?";
    private const string Largest = "What were the largest items taken out?";
    private const string Night = "What was done at night?";

    [Fact]
    public async Task each_question_has_its_answer_and_leads_to_its_sessions()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();

        // Two events are View and Restore; the third exports its item, with a warning.
        SessionRecord quiet = Session(12, 1) with { Reason = "Ticket 1" };
        SessionRecord moved = Session(13, 2) with { Reason = "Ticket 2", Target = @"fabrikam\Mailboxes" };
        SessionRecord large = Session(21, 3) with { ItemSizeBytes = 40_000_000, ItemName = "<b>Archive</b>" };
        SessionRecord late = Session(22, 3) with { Reason = "Ticket 3" };
        SessionRecord early = Session(5, 2) with { Reason = " " };
        fixture.Server.Sessions.Use([quiet, moved, large, late, early]);
        Assert.Null(fixture.Run($"Connect-RestoreServer $server -Credential $credential -CertificateThumbprint $thumbprint; Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal(
            new Dictionary<string, string>
            {
                [Reasons] = "For 3 sessions, not for 2 sessions|2 sessions",
                [Elsewhere] = "1 of 4 restored items|1 session",
                [TakenOut] = "2 items (Export 2), 76 MB|2 sessions",
                [Largest] = "<b>Archive</b> 2: 76 MB, Export by j.doeItem 2: 2,048 B, Export by j.doe|",
                [Night] = "2 sessions, 2 items restored, 1 item taken out|2 sessions",
            },
            Answers(report));
        Assert.Equal([large.Id.ToString(), late.Id.ToString()], report.QuerySelectorAll(".audit ol a").Select(link => link.GetAttribute("href")![1..]));
        Assert.Equal(
            ["#each unreasoned", "#each elsewhere", "#each takenout", "#each night"],
            report.QuerySelectorAll(".audit td:last-child a").Select(link => $"{link.GetAttribute("href")} {link.GetAttribute("data-show")}"));
        Assert.Equal(
            new[] { (quiet, ""), (moved, "restored elsewhere"), (large, "restored takenout unreasoned"), (late, "restored takenout night"), (early, "restored unreasoned night") }.Select(pair => (pair.Item1.Id.ToString(), pair.Item2)).Order(),
            report.QuerySelectorAll("#sessions > tbody").Select(row => (row.Id!, row.GetAttribute("data-is")!)).Order());
    }

    [Fact]
    public void what_was_not_read_does_not_look_like_what_did_not_happen()
    {
        Dictionary<string, string> answers = Answers(ReportFailureTests.Page([new ReportedSession(new RestoreSession { CreationTimeUtc = At(3) })]));
        Assert.Equal("For no session: servers tell it from API v6 on|1 session", answers[Reasons]);
        Assert.All([Elsewhere, TakenOut, Largest], question => Assert.Equal("Not known: the report has no events (-IncludeEvent reads them)|", answers[question]));
        Assert.Equal("1 session|1 session", answers[Night]);
    }

    [Fact]
    public void an_item_without_size_or_path_is_counted_and_named_as_such()
    {
        Dictionary<string, string> answers = Answers(ReportFailureTests.Page([
            new ReportedSession(new RestoreSession { CreationTimeUtc = At(12) })
            {
                Events =
                [
                    new RestoreSessionEvent { Type = "Restore", Status = "Success", Target = "there" },
                    new RestoreSessionEvent { Type = "SEND", Status = "Success", ItemSizeBytes = 3 * 1024 },
                    new RestoreSessionEvent { Type = "Save", Status = "Success" },
                    new RestoreSessionEvent { Type = "Export", Status = "Failed", ItemSizeBytes = 1 << 30 },
                ],
            },
        ]));
        Assert.Equal("Not seen among 1 restored item; of 1 the server does not tell where from and where to|", answers[Elsewhere]);
        Assert.Equal("2 items (Save 1, SEND 1), 3,072 B without 1 item of unknown size|1 session", answers[TakenOut]);
        Assert.Equal("(not told): 3,072 B, SEND by (not told)|", answers[Largest]);
        Assert.Equal("0 sessions, 0 items restored, 0 items taken out|", answers[Night]);
    }

    [Theory]
    [InlineData(@"contoso\j.doe\Inbox\Mail", @"contoso\j.doe\Inbox", false)]
    [InlineData(@"contoso\j.doe\Inbox\Mail", @"CONTOSO\J.DOE\inbox\mail", false)]
    [InlineData("/sites/a/Pages", "/sites/a/Pages/", false)]
    [InlineData("j.doe@contoso.com", @"j.doe@contoso.com\Inbox", false)]
    [InlineData(@"contoso\j.doe\Inbox", @"contoso\j.doe2\Inbox", true)]
    [InlineData(@"contoso\j.doe", @"contoso\j.doe2", true)]
    [InlineData("/sites/a", "/sites/ab", true)]
    [InlineData(@"contoso\j.doe\Inbox\Mail", @"contoso\j.doe\Restored", true)]
    public void another_place_is_outside_of_the_items_own_path(string source, string target, bool isElsewhere)
    {
        Assert.Equal(isElsewhere, Items.WentElsewhere(new RestoreSessionEvent { Type = "restore", Status = "Warning", Source = source, Target = target }));
        Assert.False(Items.WentElsewhere(new RestoreSessionEvent { Type = "Restore", Status = "Failed", Source = source, Target = target }));
        Assert.False(Items.WentElsewhere(new RestoreSessionEvent { Type = "Export", Status = "Success", Source = source, Target = target }));
        Assert.False(Items.WentElsewhere(new RestoreSessionEvent { Type = "Restore", Status = "Success", Source = source }));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(0L, "0 B")]
    [InlineData(1L, "1 B")]
    [InlineData(1_023L, "1,023 B")]
    [InlineData(1_024L, "1,024 B")]
    [InlineData(9_999L, "9,999 B")]
    [InlineData(10_000L, "10 KB")]
    [InlineData(10_239_999L, "10,000 KB")]
    [InlineData(10_240_000L, "10 MB")]
    [InlineData(10_484_000_000L, "9,998 MB")]
    [InlineData(10_485_759_999L, "10,000 MB")]
    [InlineData(10_485_760_000L, "10 GB")]
    [InlineData(20_000_000_000L, "19 GB")]
    [InlineData(1_073_741_824_000L, "1,000 GB")]
    public void a_size_has_few_figures(long? bytes, string text) => Assert.Equal(text, ByteSize.Of(bytes).ToString());

    private static Dictionary<string, string> Answers(IHtmlDocument report) => report.QuerySelectorAll(".audit tbody tr")
        .ToDictionary(row => row.QuerySelector("th")!.TextContent, row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.TextContent)));

    private static DateTime At(int hour) => new DateTime(2026, 5, 12, hour, 30, 0, DateTimeKind.Local).ToUniversalTime();

    private static SessionRecord Session(int hour, int events) => new() { CreationTime = At(hour), EndTime = At(hour).AddMinutes(5), InitiatedBy = "j.doe", Organization = "contoso", EventCount = events };
}
