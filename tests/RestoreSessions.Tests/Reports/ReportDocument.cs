using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace RestoreSessions.Tests.Reports;

/// <summary>Reads a report as a browser would.</summary>
internal static class ReportDocument
{
    /// <exception cref="HtmlParseException">The page is not well formed, in the strict sense of the HTML standard.</exception>
    public static IHtmlDocument Open(string path) => Read(File.ReadAllText(path));

    /// <inheritdoc cref="Open"/>
    public static IHtmlDocument Read(string html) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);

    /// <summary>The figures at the head, by their words.</summary>
    public static Dictionary<string, int> Tiles(this IHtmlDocument report) =>
        report.QuerySelectorAll(".tiles li").ToDictionary(tile => tile.QuerySelector("span")!.TextContent, tile => Number(tile.QuerySelector("b")!));

    /// <summary>A column of the table of sessions, or what stands below each row.</summary>
    public static List<string> Column(this IHtmlDocument report, string name) =>
        [.. report.QuerySelectorAll($"#sessions > tbody > tr > td.{name}, #sessions > tbody > tr.below > td > dl > dd.{name}").Select(cell => cell.TextContent)];

    /// <summary>The rows of tables that count, each its name and its figures, by the name of their first column.</summary>
    public static Dictionary<string, string> Groups(this IParentNode report, string name) => report.QuerySelectorAll("table.groups")
        .Where(table => table.QuerySelector("thead th")!.TextContent == name)
        .SelectMany(table => table.QuerySelectorAll("tbody tr"))
        .ToDictionary(row => row.QuerySelector("th")!.TextContent, row => string.Join(' ', row.QuerySelectorAll("td").Where(cell => cell.Children.Length == 0).Select(cell => cell.TextContent)));

    private static int Number(INode node) => int.Parse(node.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
