using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using CsCheck;
using FakeServer;
using HostedShell;
using RestoreSessions.Report;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class ReportEscapingTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "<script>alert(1)</script>", "<script>alert(1)</script>" },
        { "</td></tr></table><img src=x onerror=alert(1)>", "</td></tr></table><img src=x onerror=alert(1)>" },
        { "\" onmouseover=\"alert(1)", "\" onmouseover=\"alert(1)" },
        { "' onmouseover='alert(1)", "' onmouseover='alert(1)" },
        { "]]> --> <!-- &amp; &lt; &#60; &bogus", "]]> --> <!-- &amp; &lt; &#60; &bogus" },
        { "a\u2028b\u2029c", "a[U+2028]b[U+2029]c" },
        { "half \uD83D and \uDE00 half", "half [U+D83D] and [U+DE00] half" },
        { "whole \uD83D\uDE00", "whole \uD83D\uDE00" },
        { "nothing\0 bell\a", "nothing[U+0000] bell[U+0007]" },
        { "gnp.\u202Eexe \u2066x\u2069", "gnp.[U+202E]exe [U+2066]x[U+2069]" },
        { "no character \uFFFE\uFFFF", "no character [U+FFFE][U+FFFF]" },
        { "admin\u200B \uFEFFadmin ad\u00ADmin\u2060 \u061Cadmin\u200F", "admin[U+200B] [U+FEFF]admin ad[U+00AD]min[U+2060] [U+061C]admin[U+200F]" },
        { "\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \U0001F469\u200D\U0001F52C", "\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \U0001F469\u200D\U0001F52C" },
        { "lines\nand\ttabs", "lines\nand\ttabs" },
        { "{0} {{1}} {", "{0} {{1}} {" },
        { "ünï¢ödé \u05E2\u05D1\u05E8\u05D9\u05EA", "ünï¢ödé \u05E2\u05D1\u05E8\u05D9\u05EA" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void text_in_every_property_stays_text(string text, string shown)
    {
        using Shell shell = new(new ShellOptions { Variables = new System.Collections.Generic.Dictionary<string, object?> { ["text"] = text } });
        using Folder folder = new();
        Assert.Null(shell.Run($"""
            $sessions = foreach ($server in $text, 'other') {"{"} [RestoreSessions.RestoreSession]@{"{"} Name = $text; Organization = $text; InitiatedBy = $text; Type = $text; State = $text; Result = $text; Server = $server
                Reason = $text; Details = $text; ScopeName = $text; ClientHost = $text; CreationTime = '2026-05-12T10:00:00Z' {"}"} {"}"}
            $sessions | Export-RestoreSessionReport '{folder.File()}' -Title $text
            """).ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.All(["type", "org", "who", "name", "host", "scope", "reason", "more"], column => Assert.Equal([shown, shown], report.Column(column)));
        Assert.Equal([shown, shown], report.QuerySelectorAll("#sessions td.result small").Select(state => state.TextContent));
        Assert.Equal([shown, "other"], report.Column("server"));
        Assert.Equal((shown, shown, shown), (report.QuerySelector("h1")!.TextContent, report.QuerySelector("#type option:last-child")!.TextContent, report.QuerySelector("#type option:last-child")!.GetAttribute("value")));
        NothingIsInjected(report);
        Assert.Equal(Encoding.UTF8.GetBytes(File.ReadAllText(folder.File())), File.ReadAllBytes(folder.File()));
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void text_of_what_failed_and_was_taken_out_stays_text(string text, string shown)
    {
        RestoreSession session = new() { Id = Guid.NewGuid(), State = "Stopped", Result = "Failed", InitiatedBy = text, Organization = text, Details = text, Type = text, Server = text, Connection = new RestoreConnection { Server = text, UserName = text } };
        RestoreSessionEvent[] events = [.. new[] { ("Export", "Failed"), ("Send", "Success"), (text, text) }.Select(pair => new RestoreSessionEvent
        {
            Type = pair.Item1, Status = pair.Item2, ItemName = text, ItemType = text, ItemSizeBytes = 1, Source = text, Target = text, Message = text, Title = text,
        })];
        IHtmlDocument report = ReportFailureTests.Page([new ReportedSession(session) { Events = events }, new ReportedSession(session) { EventsFailure = text }]);
        Assert.All(["who", "org", "why"], column => Assert.Equal([shown, shown, shown], report.QuerySelectorAll($".failures td.{column}").Select(cell => cell.TextContent)));
        Assert.Equal([$"{shown} session", $"{shown} session", $"Export {shown} {shown}"], report.QuerySelectorAll(".failures td.what").Select(cell => cell.TextContent));
        Assert.Equal($"{shown}: 1 B, Send by {shown}", report.QuerySelector(".audit li")!.TextContent);
        Assert.Equal($"{shown} (API v5 as {shown})", report.QuerySelector("header dd")!.TextContent);
        NothingIsInjected(report);
    }

    [Fact]
    public async Task what_a_server_sends_stays_text_in_sessions_and_events()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        SessionRecord session = new() { Name = "<script>alert(1)</script>", Organization = "<svg onload=alert(1)>", CreationTime = new DateTime(2026, 5, 12, 10, 0, 0, DateTimeKind.Utc), EndTime = new DateTime(2026, 5, 12, 11, 0, 0, DateTimeKind.Utc) };
        fixture.Server.Sessions.Use([session]);
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        Assert.Equal([session.Name], report.Column("name"));
        Assert.Equal(@"<svg onload=alert(1)>\Mailboxes", report.QuerySelector("#sessions details td:nth-child(7)")!.TextContent);
        NothingIsInjected(report);
    }

    [Fact]
    public void the_page_allows_its_own_style_and_script_and_names_nothing_outside()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"[RestoreSessions.RestoreSession]@{{}} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        IHtmlDocument report = ReportDocument.Open(folder.File());
        string policy = report.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.Equal($"default-src 'none'; style-src 'sha256-{Hash("style")}'; script-src 'sha256-{Hash("script")}'; base-uri 'none'; form-action 'none'", policy);
        string text = File.ReadAllText(folder.File());
        Assert.DoesNotMatch(@"https?://|@import|url\((?!#)|<link|<iframe|\ssrc=|\shref=(?!""#)", text);
        Assert.StartsWith("<!DOCTYPE html>", text, StringComparison.Ordinal);
        Assert.Equal((byte)'<', File.ReadAllBytes(folder.File())[0]);
        Assert.DoesNotContain('\r', text);

        string Hash(string element) => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(report.QuerySelector(element)!.TextContent)));
    }

    [Fact]
    public void no_text_at_all_can_leave_an_element_or_an_attribute() => Gen.Char.Array.Select(chars => new string(chars)).Sample(text =>
    {
        using StringWriter output = new();
        new HtmlWriter(output).Write($"<!DOCTYPE html><title>t</title><p title=\"{text}\">{text}</p>");
        Assert.All(output.ToString(), c => Assert.False(char.IsControl(c) && c is not ('\t' or '\n' or '\r')));
        IHtmlDocument page = new AngleSharp.Html.Parser.HtmlParser(new AngleSharp.Html.Parser.HtmlParserOptions { IsStrictMode = true }).ParseDocument(output.ToString());
        IElement paragraph = Assert.Single(page.Body!.Children);
        Assert.Equal((0, 1), (paragraph.Children.Length, paragraph.Attributes.Length));
        Assert.Equal(paragraph.TextContent, paragraph.GetAttribute("title"));
    });

    [Fact]
    public void a_narrow_cell_breaks_a_name_behind_its_parts()
    {
        Assert.Equal("VBO\\<wbr>j.<wbr>doe@<wbr>contoso.<wbr>com", Markup.Breakable("VBO\\j.doe@contoso.com").ToString());
        Assert.Equal("a/<wbr>&lt;b_<wbr>c&gt;", Markup.Breakable("a/<b_c>").ToString());
        Assert.Equal("", Markup.Breakable(null).ToString());
    }

    private static void NothingIsInjected(IHtmlDocument report)
    {
        Assert.Single(report.Scripts);
        Assert.Empty(report.QuerySelectorAll("img, iframe, object, embed, link, base, svg script"));
        Assert.All(report.QuerySelectorAll("a"), link => Assert.NotNull(report.GetElementById(link.GetAttribute("href")![1..])));
        Assert.DoesNotContain(report.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Name == "style");
    }
}
