using System;
using System.Collections.Generic;
using System.Globalization;
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
            columns[unit.ColumnOf(session.Session.CreationTime, first)].Add(session);
        }

        return new Timeline(unit.Name, columns);
    }
}

/// <summary>What one column of a timeline is: an hour, a day, a week from Monday, and so on.</summary>
internal sealed class TimeUnit(string name, Func<DateTime, DateTime> begin, Func<DateTime, DateTime, int> column, Func<DateTime, int, string> label)
{
    private const int MostColumns = 62;

    private static readonly TimeUnit[] All =
    {
        new("hour", time => time.Date.AddHours(time.Hour), (first, time) => (int)(time - first).TotalHours, (first, i) => Text(first.AddHours(i), "yyyy-MM-dd HH:mm")),
        new("day", time => time.Date, (first, time) => (time - first).Days, (first, i) => Text(first.AddDays(i), "yyyy-MM-dd")),
        new("week", Monday, (first, time) => (time - first).Days / 7, (first, i) => Text(first.AddDays(7 * i), "yyyy-MM-dd")),
        new("month", time => time, (first, time) => ((time.Year - first.Year) * 12) + time.Month - first.Month, (first, i) => Text(first.AddDays(1 - first.Day).AddMonths(i), "yyyy-MM")),
        Years("year", 1),
        Years("decade", 10),
        Years("century", 100),
    };

    public string Name { get; } = name;

    /// <summary>The finest that covers a period with few enough columns to be seen at once.</summary>
    public static TimeUnit Covering(DateTime first, DateTime last) => All.FirstOrDefault(unit => unit.ColumnOf(last, first) < MostColumns) ?? All[All.Length - 1];

    /// <summary>The column that a moment falls into; 0 is the one of the first moment.</summary>
    public int ColumnOf(DateTime time, DateTime first) => column(begin(first), time);

    /// <summary>When a column begins, no finer than the unit.</summary>
    public string LabelOf(int index, DateTime first) => label(begin(first), index);

    private static TimeUnit Years(string name, int length) => new(
        name, time => time, (first, time) => (time.Year / length) - (first.Year / length), (first, i) => (((first.Year / length) + i) * length).ToString("0000", CultureInfo.InvariantCulture));

    private static DateTime Monday(DateTime time) => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7));

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
