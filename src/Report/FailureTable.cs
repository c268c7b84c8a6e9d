namespace RestoreSessions.Report;

/// <summary>What failed: the sessions first, then the events, the newest first, with who and why.</summary>
internal sealed class FailureTable(HtmlWriter html, SessionReport report)
{
    // As many as leave room for the totals on one sheet of paper.
    private const int ShownAtOnce = 12;

    // The table of all sessions has each of them once more.
    private const int Most = 200;

    public void Write()
    {
        int sessions = report.Total[ReportOutcome.Failed];
        int events = report.Events.Sum(type => type[ReportOutcome.Failed]);
        if (sessions + events == 0)
        {
            html.Write($"<p>{(report.Events.Count > 0 ? "No session failed, and no event." : "No session failed. What failed within a session would be in its events, and the report has none.")}</p>\n");
            return;
        }

        (ReportedSession Session, RestoreSessionEvent? Event)[] shown = All().Take(Most).ToArray();
        string count = Counted.Of(sessions, "session") + (report.Events.Count > 0 ? " and " + Counted.Of(events, "event") : "");
        WriteTable(shown.Take(ShownAtOnce), $"Failed: {count}");
        if (shown.Length > ShownAtOnce)
        {
            html.Write($"<details class=\"failures\"><summary>{shown.Length - ShownAtOnce:N0} more failures</summary>\n");
            WriteTable(shown.Skip(ShownAtOnce), "More failures");
            html.Write($"</details>\n");
        }

        if (sessions + events > Most)
        {
            html.Write($"<p>{sessions + events - Most:N0} more are not listed here, but with {PageLink.To(Aspect.Failed, "their sessions")}.</p>\n");
        }
    }

    private IEnumerable<(ReportedSession Session, RestoreSessionEvent? Event)> All() => report.Sessions
        .Where(session => ReportOutcomes.Of(session.Session) == ReportOutcome.Failed)
        .Select(session => (session, (RestoreSessionEvent?)null))
        .Concat(report.Sessions.SelectMany(session => session.Events.Where(read => ReportOutcomes.Of(read) == ReportOutcome.Failed).Select(read => (session, (RestoreSessionEvent?)read))));

    // Few servers say in a session's details why it failed; its events do.
    private static string? WhyOf(ReportedSession session)
    {
        RestoreSessionEvent? failed = session.Events.FirstOrDefault(read => ReportOutcomes.Of(read) == ReportOutcome.Failed);
        return string.IsNullOrEmpty(session.Session.Details) ? failed?.Message ?? failed?.Title : session.Session.Details;
    }

    private void WriteTable(IEnumerable<(ReportedSession Session, RestoreSessionEvent? Event)> failures, string title)
    {
        html.Write($"<div class=\"scroll\" role=\"group\" aria-label=\"{title}\" tabindex=\"0\"><table class=\"failures cards\"><caption>{title}</caption>\n");
        html.Write($"<thead><tr><th scope=\"col\">Started</th><th scope=\"col\">Initiated by</th><th scope=\"col\">Organization</th><th scope=\"col\">What</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
        foreach ((ReportedSession session, RestoreSessionEvent? read) in failures)
        {
            WriteFailure(session, read);
        }

        html.Write($"</tbody></table></div>\n");
    }

    private void WriteFailure(ReportedSession reported, RestoreSessionEvent? read)
    {
        RestoreSession session = reported.Session;
        Markup what = read is null
            ? Markup.Of($"{session.Workload} session")
            : Markup.Of($"{read.Type} {Markup.Breakable(read.ItemName)} <small>{read.ItemType}</small>");
        string? why = read is null ? WhyOf(reported) : read.Message ?? read.Title;
        Markup started = LocalTime.Of(read?.StartTimeUtc ?? session.CreationTimeUtc);
        html.Write($"<tr><td class=\"start\">{PageLink.To(reported, started.ToString().Length > 0 ? started : "session")}</td><td class=\"who\">{Markup.Breakable(session.InitiatedBy)}</td>");
        html.Write($"<td class=\"org\">{Markup.Breakable(session.Organization)}</td><td class=\"what\"><span class=\"bad\">{what}</span></td><td class=\"why\">{Markup.Named(why)}</td></tr>\n");
    }
}
