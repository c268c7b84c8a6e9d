using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Deque.AxeCore.Commons;
using FakeServer;
using PuppeteerSharp;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>What a person sees and does. Skipped where Chromium is missing.</summary>
public sealed class ReportInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task the_page_opens_without_a_word_on_the_console_and_asks_for_nothing()
    {
        await using IPage page = await chromium.OpenAsync();
        ConcurrentQueue<string> said = [];
        ConcurrentQueue<string> requests = [];
        page.Console += (_, e) => said.Enqueue(e.Message.Text);
        page.PageError += (_, e) => said.Enqueue(e.Message);
        page.Request += (_, e) => requests.Enqueue(e.Request.Url);
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent");
        Assert.Equal("filter", await page.EvaluateExpressionAsync<string>("document.querySelector('form:not([hidden])').id"));
        Assert.Equal("none 100", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('.tiles')).listStyleType + ' ' + document.querySelectorAll('#sessions > tbody').length"));
        Assert.Empty(said);
        Assert.Equal([new Uri(folder.File()).AbsoluteUri], requests);
    }

    [Fact]
    public async Task what_a_server_says_is_neither_run_nor_fetched()
    {
        await using IPage page = await chromium.OpenAsync();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://{listener.LocalEndpoint}/";
        string[] texts =
        [
            "<script>document.title = 'run'</script>", $"<img src=\"{address}\" onerror=\"document.title = 'run'\">", $"\"><iframe src={address}></iframe>",
            $"</table></main><link rel=stylesheet href={address}>", $"<style>@import url({address})</style>", $"<svg onload=\"document.title='run'\"><image href={address} /></svg>", $"<meta http-equiv=refresh content=0;url={address}>",
        ];
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", texts.Select(text => new SessionRecord { Name = text, Organization = text, InitiatedBy = text, Result = text, Type = text, CreationTime = ShownReport.Hour(0) }));
        Assert.Equal("Restore sessions", await page.GetTitleAsync());
        Assert.Equal(texts.Order(StringComparer.Ordinal), (await page.ColumnAsync("name")).Order(StringComparer.Ordinal));
        Assert.False(listener.Pending());

        // Were such a thing in the page after all, its policy would still stop it.
        await page.EvaluateExpressionAsync($"document.body.insertAdjacentHTML('beforeend', `{texts[1]}{texts[3]}{texts[4]}`)");
        await page.EvaluateExpressionAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal("Restore sessions", await page.GetTitleAsync());
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task a_click_on_a_header_sorts_and_a_second_one_turns_it_round()
    {
        await using IPage page = await chromium.OpenAsync();
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", [
            ShownReport.Session(0, "b", seconds: 100 * 3600), ShownReport.Session(1, "a", seconds: 9), ShownReport.Session(2, "", seconds: null), ShownReport.Session(3, "B2", seconds: 3600), ShownReport.Session(4, "b10", seconds: 99 * 3600),
        ]);
        Assert.Equal(["b10", "B2", "", "a", "b"], await page.ColumnAsync("who"));
        await page.ClickAsync("th.who button");
        Assert.Equal(["a", "b", "B2", "b10", ""], await page.ColumnAsync("who"));
        Assert.Equal("who ascending", await page.SortedAsync());
        await page.ClickAsync("th.who button");
        Assert.Equal(["b10", "B2", "b", "a", ""], await page.ColumnAsync("who"));
        Assert.Equal("who descending", await page.SortedAsync());
        Assert.Equal("Sessions, by initiated by, descending", await page.EvaluateExpressionAsync<string>("document.getElementById(document.querySelector('.sessions').getAttribute('aria-labelledby')).textContent"));
        await page.FocusAsync("th.span button");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(["00:00:09", "01:00:00", "99:00:00", "100:00:00", ""], await page.ColumnAsync("span"));
        await page.ClickAsync("th.start button");
        Assert.Equal(["b", "a", "", "B2", "b10"], await page.ColumnAsync("who"));
        Assert.Equal("start ascending", await page.SortedAsync());

        // The events have moved with their sessions.
        Assert.Equal(5, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('#sessions > tbody > tr:first-child + tr.below details').length"));
    }

    [Fact]
    public async Task filters_by_words_result_and_type_work_together()
    {
        await using IPage page = await chromium.OpenAsync();
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", [
            ShownReport.Session(0, "ann", "Vex", "Failed"), ShownReport.Session(1, "ann", "Veod", "Failed"), ShownReport.Session(2, "BOB", "Vex", "Failed"), ShownReport.Session(3, "ann", "Vex"), ShownReport.Session(4, "ann", "Vex") with { State = "Working", EventCount = 0 },
        ]);
        await page.TypeAsync("#text", "ANN");
        await page.ShowsAsync(4);
        await page.SelectAsync("#type", "Exchange");
        await page.ShowsAsync(3);
        await page.SelectAsync("#result", "Failed");
        await page.ShowsAsync(1);
        Assert.Equal("1 of 5 sessions shown", await page.EvaluateExpressionAsync<string>("document.getElementById('shown').textContent"));
        await page.SelectAsync("#result", "Working");
        await page.ShowsAsync(1);
        await page.SelectAsync("#type", "");
        await page.SelectAsync("#result", "");
        await page.TypeAsync("#text", " item processed");
        await page.ShowsAsync(3);
        await page.EvaluateExpressionAsync("document.getElementById('text').value = ''");
        await page.SelectAsync("#type", "OneDrive");
        await page.ShowsAsync(1);
        await page.SelectAsync("#type", "");
        await page.ShowsAsync(5);
        Assert.Equal("", await page.EvaluateExpressionAsync<string>("document.getElementById('shown').textContent"));
    }

    [Fact]
    public async Task a_long_table_keeps_its_columns_in_line_and_is_sorted_and_filtered_like_a_short_one()
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = 1200, Height = 900 });
        using Folder folder = new();
        await page.ShowAsync(folder, "", Enumerable.Range(0, 2500).Select(i => ShownReport.Session(0, $"user {i}") with { CreationTime = ShownReport.Hour(0).AddMinutes(i), Organization = i == 7 ? "elsewhere" : "contoso" }));
        Assert.True(await page.EvaluateExpressionAsync<bool>(
            "[...document.querySelectorAll('#sessions th')].every((head, i) => [0, 1, 2499].every(row => document.querySelectorAll('#sessions > tbody')[row].rows[0].cells[i].offsetLeft === head.offsetLeft))"));
        await page.ClickAsync("th.who button");
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"user {i}"), await page.ColumnAsync("who"));
        await page.TypeAsync("#text", "elsewhere");
        await page.ShowsAsync(1);
    }

    [Fact]
    public async Task without_script_everything_is_there_but_the_controls()
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetJavaScriptEnabledAsync(false);
        using Folder folder = new();
        await page.ShowAsync(folder, "");
        Assert.Equal("none 0 100", await page.EvaluateExpressionAsync<string>(
            "getComputedStyle(document.getElementById('filter')).display + ' ' + document.querySelectorAll('th button').length + ' ' + [...document.querySelectorAll('#sessions > tbody')].filter(row => row.offsetHeight > 0).length"));
    }

    [Fact]
    public async Task dark_and_light_follow_the_reader_and_paper_is_light()
    {
        await using IPage page = await chromium.OpenAsync();
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent");
        Task<string> Colours() => page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color + getComputedStyle(document.querySelector('span.bad')).color");
        Task<bool> ShowsEvents() => page.EvaluateExpressionAsync<bool>("document.querySelector('#sessions details table').checkVisibility()");
        Dictionary<string, string> seen = [];
        foreach (string scheme in new[] { "light", "dark" })
        {
            await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
            seen[scheme] = await Colours();
        }

        Assert.StartsWith("rgb(255, 255, 255)", seen["light"], StringComparison.Ordinal);
        Assert.StartsWith("rgb(13, 17, 23)", seen["dark"], StringComparison.Ordinal);
        Assert.False(await ShowsEvents());
        await page.Client.SendAsync("Emulation.setEmulatedMedia", new { media = "print", features = new[] { new { name = "prefers-color-scheme", value = "dark" } } });
        Assert.Equal(seen["light"], await Colours());
        Assert.True(await ShowsEvents());
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('#filter label')).display"));
        Assert.True((await page.PdfDataAsync()).AsSpan().StartsWith("%PDF-"u8));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1000)]
    [InlineData(1920)]
    public async Task nothing_sticks_out_of_the_page_at_any_width(int width)
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", [ShownReport.Session(0, new string('w', 300)) with { Name = new string('n', 300), Organization = new string('o', 300), Details = new string('d', 300) }, ShownReport.Session(1, "ann")]);
        Assert.Equal(width, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("[...document.querySelectorAll('#sessions dd.name')].some(name => name.offsetWidth > 100)"));
    }

    [Theory]
    [InlineData(400, "light")]
    [InlineData(400, "dark")]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    public async Task axe_finds_nothing_to_mend(int width, string scheme)
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent", Enumerable.Range(0, 12).Select(i => ShownReport.Session(i, $"user {i}", result: i % 3 == 0 ? "Failed" : i % 3 == 1 ? "Pending" : "Warning")), "$null");
        await page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(folded => folded.open = true)");
        Assert.Equal(scheme == "light" ? "rgb(89, 99, 110) 1" : "rgb(157, 167, 177) 1", await page.EvaluateExpressionAsync<string>(
            "(style => style.color + ' ' + style.opacity)(getComputedStyle(document.getElementById('text'), '::placeholder'))"));
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        Assert.Empty(await page.EvaluateExpressionAsync<string[]>(
            "axe.run().then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"));
        Assert.True(await page.EvaluateExpressionAsync<int>("axe.run().then(found => found.passes.length)") > 20);
    }

    [Fact]
    public async Task at_400_pixels_failed_is_in_sight_and_events_are_read_in_lines()
    {
        await using IPage page = await chromium.OpenAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = 400, Height = 900 });
        using Folder folder = new();
        await page.ShowAsync(folder, "-IncludeEvent");
        await page.EvaluateExpressionAsync("document.querySelectorAll('#sessions details').forEach(folded => folded.open = true)");
        Assert.True(await page.EvaluateExpressionAsync<double>("Math.max(...[...document.querySelectorAll('section > .scroll > .groups, .pair > .scroll > .groups')].map(table => table.tHead.rows[0].cells[2].getBoundingClientRect().right))") <= 400);
        Assert.Equal(["Failed"], await page.EvaluateExpressionAsync<string[]>("[...new Set([...document.querySelectorAll('.groups')].map(table => table.tHead.rows[0].cells[2].textContent))]"));

        // A line of text is 20 pixels high.
        Assert.True(await page.EvaluateExpressionAsync<double>("Math.max(...[...document.querySelectorAll('.below tbody tr')].map(row => row.offsetHeight))") < 110);
        Assert.True(await page.EvaluateExpressionAsync<double>("Math.max(...[...document.querySelectorAll('section > .scroll > .failures td')].map(cell => cell.offsetHeight))") < 60);
    }

    [Theory]
    [InlineData("screen")]
    [InlineData("print")]
    public async Task no_figure_of_the_axis_lies_on_a_column(string media)
    {
        await using IPage page = await chromium.OpenAsync();
        await page.Client.SendAsync("Emulation.setEmulatedMedia", new { media });
        using Folder folder = new();
        await page.ShowAsync(folder, "");
        Assert.True(await page.EvaluateExpressionAsync<bool>("""
            [...document.querySelectorAll('.chart > text')].every(text => [...document.querySelectorAll('.chart g rect')].every(column => text.getBoundingClientRect().right <= column.getBoundingClientRect().left)
                && text.getBoundingClientRect().left >= 0)
            """));
    }
}
