using FakeServer;
using PuppeteerSharp;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>Where the links of a report lead, and what is in sight on a screen and on paper. Skipped where Chromium is missing.</summary>
public sealed class ReportLinksInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task a_tile_and_a_question_show_their_sessions_alone()
    {
        await using IPage page = await chromium.OpenAsync();
        using Folder folder = new();
        SessionRecord[] sessions =
        [
            ShownReport.Session(12, "ann", result: "Failed") with { Reason = "Ticket" }, ShownReport.Session(13, "bob", "Veod", result: "Pending") with { EventCount = 2, Target = "elsewhere" },
            ShownReport.Session(14, "eve") with { EventCount = 3 }, ShownReport.Session(15, "joe") with { EventCount = 4, Reason = "Ticket" }, ShownReport.Session(16, "kim") with { State = "Working", EndTime = null, EventCount = 0 },
        ];
        await page.ShowAsync(folder, "-IncludeEvent", sessions, version: "v8");
        await page.TypeAsync("#text", "nobody");
        await page.ShowsAsync();
        foreach ((string link, string[] people) in new (string, string[])[]
        {
            (".tiles .all a", ["kim", "joe", "eve", "bob", "ann"]), (".tiles .ok a", ["joe", "eve"]), (".tiles .bad a", ["ann"]), (".tiles .busy a", ["kim"]), (".tiles .other a", ["bob"]), (".tiles .items a", ["joe", "eve", "bob"]),
            (".tiles .items:nth-last-child(2) a", ["joe", "eve"]), (".tiles .bad:last-child a", ["joe", "ann"]), ("[data-show=unreasoned]", ["kim", "eve", "bob"]), ("[data-show=elsewhere]", ["bob"]), (".audit [data-show=takenout]", ["joe", "eve"]),
        })
        {
            await page.ClickAsync(link);
            await page.ShowsAsync(people);
            Assert.Equal("#each", await page.EvaluateExpressionAsync<string>("location.hash"));
        }

        Assert.Equal(["", "", "", "takenout"], await page.EvaluateExpressionAsync<string[]>("['text', 'result', 'type', 'show'].map(id => document.getElementById(id).value)"));
        await page.SelectAsync("#show", "failed");
        await page.ShowsAsync("joe", "ann");
        await page.SelectAsync("#type", "Exchange");
        await page.SelectAsync("#result", "Failed");
        await page.ShowsAsync("ann");
    }

    [Fact]
    public async Task a_link_to_a_session_shows_it_with_its_events_whatever_is_filtered()
    {
        await using IPage page = await chromium.OpenAsync();
        using Folder folder = new();
        SessionRecord[] sessions = [.. Enumerable.Range(0, 20).Select(i => ShownReport.Session(i, i == 19 ? "zoe" : "ann") with { EventCount = i == 4 ? 4 : 1 })];
        await page.ShowAsync(folder, "-IncludeEvent", sessions);
        await page.SelectAsync("#type", "Exchange");
        await page.TypeAsync("#text", "zoe");
        await page.ShowsAsync("zoe");
        await page.ClickAsync(".failures a");
        await IsInSightAsync(4);

        // So does the address of the page with the session's identifier behind it.
        await page.GoToAsync("about:blank");
        await page.GoToAsync($"{new Uri(folder.File()).AbsoluteUri}#{sessions[2].Id}");
        await IsInSightAsync(2);

        async Task IsInSightAsync(int session)
        {
            Assert.Equal(20, await page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('#sessions > tbody')].filter(row => row.offsetHeight > 0).length"));
            await page.WaitForFunctionAsync(
                "id => (row => row.top > -1 && row.bottom <= innerHeight)(document.getElementById(id).getBoundingClientRect())", new WaitForFunctionOptions { Timeout = 10_000 }, sessions[session].Id.ToString());
            Assert.Equal([sessions[session].Id.ToString()], await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('#sessions details[open]')].map(details => details.closest('tbody').id)"));
        }
    }

    [Fact]
    public async Task on_paper_failures_are_on_the_first_page_and_pages_are_numbered()
    {
        await using IPage page = await chromium.OpenAsync();

        // The sheet of the page's style, A4 across without its margins, at 96 dots an inch.
        (int width, int height) = ((297 - 24) * 960 / 254, (210 - 27) * 960 / 254);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.Client.SendAsync("Emulation.setEmulatedMedia", new { media = "print" });
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", Enumerable.Range(0, 40).Select(i => ShownReport.Session(0, $"user {i}", result: "Failed") with { EventCount = 5, CreationTime = ShownReport.Hour(0).AddMinutes(i) }), version: "v8");
        Assert.Equal(12, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('section > .scroll > .failures tbody tr').length"));
        Assert.True(await page.EvaluateExpressionAsync<double>("document.querySelector('section > .scroll > .failures').getBoundingClientRect().bottom") <= height);
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('.failures a')).textDecorationLine"));

        // A browser drops what it does not know: this one numbers the pages.
        Assert.Matches(@"@bottom-right \{ content: ""Page "" counter\(page\) "" of "" counter\(pages\)", await page.EvaluateExpressionAsync<string>(
            "[...document.styleSheets[0].cssRules].filter(rule => rule.conditionText === 'print').flatMap(rule => [...rule.cssRules]).find(rule => rule instanceof CSSPageRule).cssText"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1280)]
    public async Task a_table_with_all_that_v8_tells_of_several_servers_needs_no_scrolling_to_the_side(int width)
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        using Folder folder = new();
        RestoreSession Of(string server) => new()
        {
            Id = Guid.NewGuid(), Type = "Vesp", State = "Stopped", Result = "Warning", CreationTimeUtc = ShownReport.Hour(0), EndTimeUtc = ShownReport.Hour(20), Organization = "northwind.onmicrosoft.com", Server = server, Reason = "Mailbox of a leaver",
            InitiatedBy = @"CONTOSO\backup.operator", ClientHost = "BXYDEV01 (via: 10.0.0.1)", Name = "SharePoint restore (Job: Backup 6 - 6/1/2026 10:42:45 AM)", Details = "Of two sites, one has been renamed since.", ScopeName = "Sales",
        };
        await page.ShowAsync(folder, [new(Of("vbo1.contoso.local")), new(Of("vbo2.contoso.local"))]);
        Assert.Equal(
            ["Started", "Duration", "Type", "Organization", "Initiated by", "Result", "Server", "Opened from", "Reason"],
            await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('#sessions > thead th')].map(head => head.textContent)"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("(scroll => scroll.scrollWidth - scroll.clientWidth)(document.querySelector('.sessions'))"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("[...document.querySelectorAll('#sessions dd')].every(dd => dd.getBoundingClientRect().right <= innerWidth && dd.checkVisibility())"));

        // A name breaks behind one of its parts.
        string lines = await page.EvaluateExpressionAsync<string>("""
            (() => {
                const lines = new Map();
                for (const node of [...document.querySelector('#sessions td.org').childNodes].filter(n => n.data)) {
                    const range = document.createRange();
                    range.selectNodeContents(node);
                    const top = range.getBoundingClientRect().top;
                    lines.set(top, (lines.get(top) || '') + node.data);
                }
                return [...lines.values()].join(' | ');
            })()
            """);
        Assert.Matches(@"^(?=.* \| )northwind\.( \| )?onmicrosoft\.( \| )?com$", lines);
    }
}
