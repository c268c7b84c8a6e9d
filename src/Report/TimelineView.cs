using System.Linq;

namespace RestoreSessions.Report;

/// <summary>The timeline: a picture, what its colours mean, and the same as a table.</summary>
internal static class TimelineView
{
    public static void Write(HtmlWriter html, SessionReport report)
    {
        if (Timeline.Of(report.Sessions) is not { } timeline)
        {
            html.Write($"<p>No session says when it started.</p>\n");
            return;
        }

        html.Write($"<figure>\n");
        new TimelineChart(html, timeline).Write();
        html.Write($"<figcaption>Sessions started, by {timeline.Unit}:");
        foreach (Outcome outcome in Bars.ColumnsOf(report.Total))
        {
            html.Write($" <span class=\"{Bars.ClassOf(outcome)}\">{outcome}</span>");
        }

        int undated = report.Sessions.Count - timeline.Columns.Sum(c => c.Tally.Count);
        if (undated > 0)
        {
            html.Write($" ({undated:N0} without a start not shown)");
        }

        html.Write($"</figcaption>\n</figure>\n");
        string name = timeline.Unit.Substring(0, 1).ToUpperInvariant() + timeline.Unit.Substring(1);
        new GroupTable(html, "Sessions", name, timeline.Columns.Where(c => c.Tally.Count > 0).ToArray()).WriteFolded("The timeline as a table");
    }
}
