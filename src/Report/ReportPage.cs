namespace RestoreSessions.Report;

/// <summary>The page: one file that needs nothing else, and is complete without its script.</summary>
internal static class ReportPage
{
    private static readonly PageResource Style = new("report.css");
    private static readonly PageResource Script = new("report.js");

    /// <param name="output">Where it goes.</param>
    /// <param name="report">What it tells.</param>
    /// <param name="cancellation">Ends the writing before the next session.</param>
    public static void Write(TextWriter output, SessionReport report, CancellationToken cancellation)
    {
        HtmlWriter html = new(output);
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{Style.Hash}'; script-src '{Script.Hash}'; base-uri 'none'; form-action 'none'\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>{report.Title}</title>\n");
        html.Write($"<style>{Markup.OfResource(Style)}</style>\n</head>\n<body>\n");
        ReportHead.Write(html, report);
        html.Write($"<main>\n");
        if (report.Sessions.Count == 0)
        {
            html.Write($"<p class=\"empty\">There was no session to report.</p>\n");
        }
        else
        {
            WriteBody(html, report, cancellation);
        }

        html.Write($"</main>\n<footer>Made by RestoreSessions {typeof(ReportPage).Assembly.GetName().Version.ToString(3)}.</footer>\n<script>{Markup.OfResource(Script)}</script>\n</body>\n</html>\n");
    }

    private static void WriteBody(HtmlWriter html, SessionReport report, CancellationToken cancellation)
    {
        html.Write($"<section aria-labelledby=\"totals\"><h2 id=\"totals\">Did it work?</h2>\n");
        new Tiles(html, report).Write();
        html.Write($"</section>\n<section aria-labelledby=\"failed\"><h2 id=\"failed\">What failed</h2>\n");
        new FailureTable(html, report).Write();
        html.Write($"</section>\n<section aria-labelledby=\"audit\"><h2 id=\"audit\">For an audit</h2>\n");
        new AuditTable(html, report).Write();
        html.Write($"</section>\n<section aria-labelledby=\"when\"><h2 id=\"when\">When</h2>\n");
        WriteTimeline(html, report);
        html.Write($"</section>\n<section aria-labelledby=\"what\"><h2 id=\"what\">What</h2>\n<div class=\"pair\">\n");
        new GroupTable(html, "Sessions", "Type", report.Types).Write("types");
        if (report.Events.Count > 0)
        {
            new GroupTable(html, "Events", "What was done", report.Events).Write("kinds");
        }

        html.Write($"</div></section>\n<div class=\"pair\">\n<section aria-labelledby=\"who\"><h2 id=\"who\">Who</h2>\n");
        new GroupTable(html, "Sessions", "Person", report.People).Write("people");
        html.Write($"</section>\n<section aria-labelledby=\"whose\"><h2 id=\"whose\">Whose data</h2>\n");
        new GroupTable(html, "Sessions", "Organization", report.Organizations).Write("organizations");
        html.Write($"</section>\n</div>\n<section aria-labelledby=\"each\"><h2 id=\"each\">Every session</h2>\n");
        new SessionTable(html, report).Write(cancellation);
        html.Write($"</section>\n");
    }

    private static void WriteTimeline(HtmlWriter html, SessionReport report)
    {
        if (Timeline.Of(report.Sessions) is not { } timeline)
        {
            html.Write($"<p>No session says when it started.</p>\n");
            return;
        }

        html.Write($"<figure>\n");
        new TimelineChart(html, timeline).Write();
        html.Write($"<figcaption>Sessions started, by {timeline.Unit}:");
        foreach (ReportOutcome outcome in OutcomeGroup.ColumnsOf(new[] { report.Total }).OrderBy(outcome => outcome))
        {
            html.Write($" <span class=\"{ReportOutcomes.ClassOf(outcome)}\">{OutcomeGroup.NameOf(outcome, new[] { report.Total })}</span>");
        }

        int undated = report.Sessions.Count - timeline.Columns.Sum(c => c.Count);
        if (undated > 0)
        {
            html.Write($" ({undated:N0} without a start not shown)");
        }

        html.Write($"</figcaption>\n</figure>\n");
        string name = timeline.Unit.Substring(0, 1).ToUpperInvariant() + timeline.Unit.Substring(1);
        new GroupTable(html, "Sessions", name, timeline.Columns.Where(c => c.Count > 0).ToArray()).WriteFolded("The timeline as a table");
    }
}
