using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace RestoreSessions.Report;

/// <summary>The table of sessions, each with its events below it.</summary>
internal sealed class SessionTable(HtmlWriter html, SessionReport report)
{
    // As many rows as a browser lays out as one table without being felt.
    private const int Long = 2000;

    private static readonly Markup Descending = Markup.Of($" aria-sort=\"descending\"");

    private readonly SessionColumn[] _columns = SessionColumn.For(report);
    private int _eventTables;

    public void Write(CancellationToken cancellation)
    {
        WriteFilter();
        html.Write($"<div class=\"scroll sessions\" role=\"region\" aria-labelledby=\"caption\" tabindex=\"0\"><table id=\"sessions\" class=\"{(report.Sessions.Count > Long ? "long" : "")}\"><caption id=\"caption\">Sessions, the newest first</caption>\n<thead><tr>");
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

    // The script shows it: without the script it would do nothing.
    private void WriteFilter()
    {
        html.Write($"<form id=\"filter\" autocomplete=\"off\" hidden><label>Find <input id=\"text\" type=\"search\" placeholder=\"any words\"></label>\n<label>Result <select id=\"result\"><option value=\"\">All</option>");
        foreach (Outcome outcome in Outcomes.All)
        {
            if (outcome != Outcome.Other && report.Total[outcome] > 0)
            {
                html.Write($"<option>{outcome}</option>");
            }
        }

        WriteOptions(report.OtherResults);
        html.Write($"</select></label>\n<label>Type <select id=\"type\"><option value=\"\">All</option>");
        WriteOptions(report.Types);
        html.Write($"</select></label>\n<output id=\"shown\"></output></form>\n");
    }

    private void WriteOptions(IEnumerable<Group> groups)
    {
        foreach (Group group in groups.Where(g => g.Name.Length > 0))
        {
            html.Write($"<option value=\"{group.Name}\">{group.Name}</option>");
        }
    }

    private void WriteSession(ReportedSession session)
    {
        html.Write($"<tbody><tr>");
        foreach (SessionColumn column in _columns)
        {
            html.Write($"<td class=\"{column.Name}\">{(column.ValueFor(session.Session) is string text ? Markup.Breakable(text) : column.ValueFor(session.Session))}</td>");
        }

        html.Write($"</tr>");
        if (session.EventsFailure is { } failure)
        {
            html.Write($"<tr class=\"events\"><td colspan=\"{_columns.Length}\"><span class=\"bad\">Its events could not be read: {failure}</span></td></tr>");
        }
        else if (session.Events.Count > 0)
        {
            html.Write($"<tr class=\"events\"><td colspan=\"{_columns.Length}\">");
            EventTable.Write(html, session, $"events{++_eventTables}");
            html.Write($"</td></tr>");
        }

        html.Write($"</tbody>\n");
    }
}
