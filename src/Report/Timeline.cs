using System;
using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>Sessions counted by the local time of their start.</summary>
internal sealed class Timeline
{
    private Timeline(string unit, IReadOnlyList<Group> columns)
    {
        Unit = unit;
        Columns = columns;
    }

    /// <summary>What one column is: <c>hour</c>, <c>day</c>, <c>week</c> from Monday, <c>month</c>, <c>year</c> and so on.</summary>
    public string Unit { get; }

    /// <summary>In their order, also those without sessions; each is named by its beginning.</summary>
    public IReadOnlyList<Group> Columns { get; }

    /// <param name="sessions">Those whose start a mock left open are not counted.</param>
    /// <returns>Null when no session has a start.</returns>
    public static Timeline? Of(IEnumerable<ReportedSession> sessions)
    {
        ReportedSession[] dated = sessions.Where(s => s.Session.CreationTimeUtc != default).ToArray();
        if (dated.Length == 0)
        {
            return null;
        }

        DateTime first = dated.Min(s => s.Session.CreationTime);
        DateTime last = dated.Max(s => s.Session.CreationTime);
        TimeUnit unit = TimeUnit.Covering(first, last);
        Group[] columns = Enumerable.Range(0, unit.ColumnOf(last, first) + 1).Select(i => new Group(unit.LabelOf(i, first))).ToArray();
        foreach (ReportedSession session in dated)
        {
            columns[unit.ColumnOf(session.Session.CreationTime, first)].Tally.Add(session);
        }

        return new Timeline(unit.Name, columns);
    }
}
