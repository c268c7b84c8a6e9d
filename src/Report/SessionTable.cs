using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>The table of sessions, each with its events below it.</summary>
internal sealed class SessionTable
{
    // As many rows as a browser lays out as one table without being felt.
    private const int Long = 2000;

    private static readonly Markup Descending = Markup.Of($" aria-sort=\"descending\"");

    private readonly HtmlWriter _html;
    private readonly SessionReport _report;
    private readonly SessionColumn[] _columns;

    public SessionTable(HtmlWriter html, SessionReport report)
    {
        _html = html;
        _report = report;
        _columns = SessionColumn.For(report);
    }

    /// <param name="sessions">Those of the report, in its order.</param>
    public void Write(IEnumerable<ReportedSession> sessions)
    {
        WriteFilter();
        _html.Write($"<div class=\"scroll sessions\" role=\"region\" aria-labelledby=\"caption\" tabindex=\"0\"><table id=\"sessions\" class=\"{(_report.Sessions.Count > Long ? "long" : "")}\"><caption id=\"caption\">Sessions, the newest first</caption>\n<thead><tr>");
        foreach (SessionColumn column in _columns)
        {
            _html.Write($"<th scope=\"col\" class=\"{column.Name}\"{(column == _columns[0] ? Descending : default)}>{column.Header}</th>");
        }

        _html.Write($"</tr></thead>\n");
        foreach (ReportedSession session in sessions)
        {
            WriteSession(session);
        }

        _html.Write($"</table></div>\n");
    }

    // The script shows it: without the script it would do nothing.
    private void WriteFilter()
    {
        _html.Write($"<form id=\"filter\" autocomplete=\"off\" hidden><label>Find <input id=\"text\" type=\"search\" placeholder=\"any words\"></label>\n<label>Result <select id=\"result\"><option value=\"\">All</option>");
        foreach (Outcome outcome in Outcomes.All)
        {
            if (outcome != Outcome.Other && _report.Total[outcome] > 0)
            {
                _html.Write($"<option>{outcome}</option>");
            }
        }

        WriteOptions(_report.OtherResults);
        _html.Write($"</select></label>\n<label>Type <select id=\"type\"><option value=\"\">All</option>");
        WriteOptions(_report.Types);
        _html.Write($"</select></label>\n<output id=\"shown\"></output></form>\n");
    }

    private void WriteOptions(IEnumerable<Group> groups)
    {
        foreach (Group group in groups.Where(g => g.Name.Length > 0))
        {
            _html.Write($"<option value=\"{group.Name}\">{group.Name}</option>");
        }
    }

    private void WriteSession(ReportedSession session)
    {
        _html.Write($"<tbody><tr>");
        foreach (SessionColumn column in _columns)
        {
            _html.Write($"<td class=\"{column.Name}\">{column.ValueFor(session.Session)}</td>");
        }

        _html.Write($"</tr>");
        if (session.EventsFailure is { } failure)
        {
            _html.Write($"<tr class=\"events\"><td colspan=\"{_columns.Length}\"><span class=\"bad\">Its events could not be read: {failure}</span></td></tr>");
        }
        else if (session.Events.Count > 0)
        {
            _html.Write($"<tr class=\"events\"><td colspan=\"{_columns.Length}\">");
            EventTable.Write(_html, session.Events);
            _html.Write($"</td></tr>");
        }

        _html.Write($"</tbody>\n");
    }
}
