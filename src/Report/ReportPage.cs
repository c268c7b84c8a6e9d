using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>The page: one file that needs nothing else, and is complete without its script.</summary>
internal static class ReportPage
{
    private static readonly PageResource Style = new("report.css");
    private static readonly PageResource Script = new("report.js");

    /// <param name="output">Where it goes.</param>
    /// <param name="report">What it tells.</param>
    /// <param name="sessions">The report's sessions in its order; whoever enumerates them may stop the writing.</param>
    public static void Write(TextWriter output, SessionReport report, IEnumerable<ReportedSession> sessions)
    {
        HtmlWriter html = new(output);
        WriteHead(html, report);
        html.Write($"<main>\n");
        if (report.Sessions.Count == 0)
        {
            html.Write($"<p class=\"empty\">There was no session to report.</p>\n");
        }
        else
        {
            WriteBody(html, report, sessions);
        }

        html.Write($"</main>\n<footer>Made by RestoreSessions {typeof(ReportPage).Assembly.GetName().Version.ToString(3)}.</footer>\n<script>{Markup.OfResource(Script)}</script>\n</body>\n</html>\n");
    }

    private static void WriteHead(HtmlWriter html, SessionReport report)
    {
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{Style.Hash}'; script-src '{Script.Hash}'; base-uri 'none'; form-action 'none'\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>{report.Title}</title>\n");
        html.Write($"<style>{Markup.OfResource(Style)}</style>\n</head>\n<body>\n<header>\n<h1>{report.Title}</h1>\n<dl>\n");
        DateTime[] starts = report.Sessions.Select(s => s.Session.CreationTimeUtc).Where(start => start != default).ToArray();
        if (starts.Length > 0)
        {
            html.Write($"<div><dt>Sessions started</dt><dd>{LocalTime.Of(starts[starts.Length - 1])} to {LocalTime.Of(starts[0])}</dd></div>\n");
        }

        string servers = string.Join(", ", report.Servers.Select(s => s.Name).Where(name => name.Length > 0).OrderBy(name => name, StringComparer.Ordinal));
        if (servers.Length > 0)
        {
            html.Write($"<div><dt>{(report.Servers.Count == 1 ? "Server" : "Servers")}</dt><dd>{servers}</dd></div>\n");
        }

        html.Write($"<div><dt>Made</dt><dd>{LocalTime.Of(report.MadeAt)}</dd></div>\n");
        html.Write($"<div><dt>Times</dt><dd>local, UTC{LocalTime.Offsets(starts.Append(report.MadeAt))}</dd></div>\n</dl>\n</header>\n");
    }

    private static void WriteBody(HtmlWriter html, SessionReport report, IEnumerable<ReportedSession> sessions)
    {
        html.Write($"<section aria-labelledby=\"totals\"><h2 id=\"totals\">Did it work?</h2>\n");
        TotalsView.Write(html, report);
        html.Write($"</section>\n<section aria-labelledby=\"when\"><h2 id=\"when\">When</h2>\n");
        TimelineView.Write(html, report);
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
        new SessionTable(html, report).Write(sessions);
        html.Write($"</section>\n");
    }
}
