namespace RestoreSessions.Report;

/// <summary>The totals, each leading to what it counts.</summary>
internal sealed class Tiles(HtmlWriter html, SessionReport report)
{
    public void Write()
    {
        html.Write($"<ul class=\"tiles\">\n");
        WriteResult("all", report.Total.Count, report.Total.Count == 1 ? "session" : "sessions", "");
        foreach (ReportOutcome outcome in OutcomeGroup.ColumnsOf(new[] { report.Total }).Where(o => o != ReportOutcome.Other).OrderBy(o => o))
        {
            WriteResult(ReportOutcomes.ClassOf(outcome), report.Total[outcome], outcome == ReportOutcome.Working ? "Still working" : outcome.ToString(), outcome.ToString());
        }

        foreach (OutcomeGroup other in report.OtherResults)
        {
            WriteResult(ReportOutcomes.ClassOf(ReportOutcome.Other), other.Count, other.Name, other.Name);
        }

        if (report.Events.Count > 0)
        {
            WriteItems("items", report.Total.Restored, "restored", Aspect.Restored);
            WriteItems("items", report.Total.TakenOut, "taken out", Aspect.TakenOut);
            int failed = report.Events.Sum(type => type[ReportOutcome.Failed]);
            WriteTile("bad", failed, failed == 1 ? "event failed" : "events failed", content => PageLink.To(Aspect.Failed, content));
        }

        html.Write($"</ul>\n");
    }

    private void WriteResult(string kind, int count, string words, string result) => WriteTile(kind, count, words, content => PageLink.ToResult(result, content));

    private void WriteItems(string kind, int count, string done, Aspect aspect) =>
        WriteTile(kind, count, (count == 1 ? "item " : "items ") + done, content => PageLink.To(aspect, content));

    private void WriteTile(string kind, int count, string words, Func<Markup, Markup> linkTo)
    {
        Markup content = Markup.Of($"<b>{count:N0}</b> <span>{words}</span>");
        html.Write($"<li class=\"{kind}\">{(count == 0 ? content : linkTo(content))}</li>\n");
    }
}
