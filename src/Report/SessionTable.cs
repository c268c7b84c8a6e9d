namespace RestoreSessions.Report;

/// <summary>The table of sessions, each with its name and its events below it.</summary>
internal sealed class SessionTable(HtmlWriter html, SessionReport report)
{
    // A browser lays out a table of this many rows without a delay that a person notices.
    private const int Long = 2000;

    private static readonly Markup Descending = Markup.Of($" aria-sort=\"descending\"");

    private readonly SessionColumn[] _columns = SessionColumn.For(report);
    private int _eventTables;

    public void Write(CancellationToken cancellation)
    {
        WriteFilter();
        html.Write($"<div class=\"scroll sessions\" role=\"region\" aria-labelledby=\"caption\" tabindex=\"0\"><table id=\"sessions\" class=\"cards{(report.Sessions.Count > Long ? " long" : "")}\"><caption id=\"caption\">Sessions, the newest first</caption>\n<thead><tr>");
        foreach (SessionColumn column in _columns)
        {
            html.Write($"<th scope=\"col\" class=\"{column.Name}\"{(column == _columns[0] ? Descending : default)}>{column.Header}</th>");
        }

        html.Write($"</tr></thead>\n");
        foreach (ReportedSession session in report.Sessions)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteSession(session);
        }

        html.Write($"</table></div>\n");
    }

    // Hidden until the page's script shows it: without the script it does nothing.
    private void WriteFilter()
    {
        html.Write($"<form id=\"filter\" autocomplete=\"off\" hidden><label>Find <input id=\"text\" type=\"search\" placeholder=\"any words\"></label>\n");
        IEnumerable<string> outcomes = ReportOutcomes.All.Where(o => o != ReportOutcome.Other && report.Total[o] > 0).Select(o => o.ToString());
        WriteChoice("Result", "result", outcomes.Concat(report.OtherResults.Select(g => g.Name)).Select(name => (name, name)));
        WriteChoice("Type", "type", report.Types.Where(g => g.Name.Length > 0).Select(g => (g.Name, g.Name)));
        WriteChoice("Show", "show", Aspect.All.Where(aspect => report.Count(aspect) > 0).Select(aspect => (aspect.Name, aspect.Label)));
        html.Write($"<output id=\"shown\"></output></form>\n");
    }

    private void WriteChoice(string label, string id, IEnumerable<(string Value, string Text)> options)
    {
        html.Write($"<label>{label} <select id=\"{id}\"><option value=\"\">All</option>");
        foreach ((string value, string text) in options)
        {
            html.Write($"<option value=\"{value}\">{text}</option>");
        }

        html.Write($"</select></label>\n");
    }

    private void WriteSession(ReportedSession session)
    {
        html.Write($"<tbody id=\"{session.Anchor}\" data-is=\"{string.Join(" ", session.Aspects.Select(aspect => aspect.Name))}\"><tr>");
        foreach (SessionColumn column in _columns)
        {
            html.Write($"<td class=\"{column.Name}\">{column.ValueFor(session.Session)}</td>");
        }

        html.Write($"</tr><tr class=\"below\"><td colspan=\"{_columns.Length}\"><dl>");
        foreach (SessionColumn line in SessionColumn.BelowRowOf(session.Session))
        {
            html.Write($"<dt>{line.Header}</dt><dd class=\"{line.Name}\">{line.ValueFor(session.Session)}</dd>");
        }

        html.Write($"</dl>");
        if (session.EventsFailure is { } failure)
        {
            html.Write($"<p><span class=\"bad\">Its events could not be read: {failure}</span></p>");
        }
        else if (session.Events.Count > 0)
        {
            EventTable.Write(html, session, $"events{++_eventTables}");
        }

        html.Write($"</td></tr></tbody>\n");
    }
}
