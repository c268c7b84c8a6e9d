namespace RestoreSessions.Report;

/// <summary>What happened in one session, folded under a line that says whether it worked.</summary>
internal static class EventTable
{
    /// <param name="html">Where it goes.</param>
    /// <param name="session">It has events.</param>
    /// <param name="id">An id in the page that is still free.</param>
    public static void Write(HtmlWriter html, ReportedSession session, string id)
    {
        html.Write($"<details><summary>{Counted.Of(session.Events.Count, "event")}");
        foreach (ReportOutcome outcome in new[] { ReportOutcome.Failed, ReportOutcome.Warning, ReportOutcome.Working })
        {
            int count = session.Events.Count(e => ReportOutcomes.Of(e) == outcome);
            if (count > 0)
            {
                html.Write($", <span class=\"{ReportOutcomes.ClassOf(outcome)}\">{count:N0} {outcome}</span>");
            }
        }

        RestoreSession whose = session.Session;
        html.Write($"</summary>\n<div class=\"scroll\" role=\"group\" aria-labelledby=\"{id}\" tabindex=\"0\"><table><caption id=\"{id}\">Events of the session that {whose.InitiatedBy ?? "someone"} opened at {LocalTime.Of(whose.CreationTimeUtc)}</caption>\n");
        html.Write($"<thead><tr><th scope=\"col\">Started</th><th scope=\"col\">Type</th><th scope=\"col\">Status</th><th scope=\"col\">Item</th><th scope=\"col\">Size</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Message</th></tr></thead><tbody>\n");
        foreach (RestoreSessionEvent read in session.Events)
        {
            WriteEvent(html, read);
        }

        html.Write($"</tbody></table></div></details>");
    }

    private static void WriteEvent(HtmlWriter html, RestoreSessionEvent read)
    {
        ReportOutcome outcome = ReportOutcomes.Of(read);
        string status = outcome == ReportOutcome.Other ? ReportOutcomes.WordFor(outcome, read.Status) : read.Status;
        html.Write($"<tr><td class=\"start\">{LocalTime.Of(read.StartTimeUtc)}</td><td>{read.Type}</td><td class=\"status\"><span class=\"{ReportOutcomes.ClassOf(outcome)}\">{status}</span></td>");
        html.Write($"<td class=\"item\">{Markup.Breakable(read.ItemName)} <small>{read.ItemType}</small></td><td class=\"size\">{ByteSize.Of(read.ItemSizeBytes)}</td><td class=\"from\">{Markup.Breakable(read.Source)}</td><td class=\"to\">{Markup.Breakable(read.Target)}</td><td class=\"said\">{Markup.Breakable(read.Message ?? read.Title)}</td></tr>\n");
    }
}
