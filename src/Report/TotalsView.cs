using System.Linq;

namespace RestoreSessions.Report;

/// <summary>The figures at the head of the page.</summary>
internal static class TotalsView
{
    public static void Write(HtmlWriter html, SessionReport report)
    {
        html.Write($"<ul class=\"tiles\">\n");
        WriteTile(html, "all", report.Total.Count, report.Total.Count == 1 ? "session" : "sessions");
        foreach (Outcome outcome in Bars.ColumnsOf(report.Total).Where(o => o != Outcome.Other))
        {
            WriteTile(html, Bars.ClassOf(outcome), report.Total[outcome], outcome == Outcome.Working ? "Still working" : outcome.ToString());
        }

        foreach (Group other in report.OtherResults)
        {
            WriteTile(html, Bars.ClassOf(Outcome.Other), other.Tally.Count, other.Name);
        }

        html.Write($"</ul>\n");
    }

    private static void WriteTile(HtmlWriter html, string name, int count, string words) =>
        html.Write($"<li class=\"{name}\"><b>{count:N0}</b> <span>{words}</span></li>\n");
}
