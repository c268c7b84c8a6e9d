using System.Globalization;

namespace RestoreSessions.Report;

/// <summary>Sessions counted by the local time of their start.</summary>
internal sealed class Timeline
{
    private Timeline(string unit, IReadOnlyList<OutcomeGroup> columns)
    {
        Unit = unit;
        Columns = columns;
    }

    /// <summary>What one column is: <c>hour</c>, <c>day</c>, <c>week</c> from Monday, <c>month</c>, <c>year</c> and so on.</summary>
    public string Unit { get; }

    /// <summary>In their order, also those without sessions; each is named by its beginning.</summary>
    public IReadOnlyList<OutcomeGroup> Columns { get; }

    /// <param name="sessions">Those whose start a mock left open are not counted.</param>
    /// <returns>Null when no session has a start.</returns>
    public static Timeline? Of(IEnumerable<ReportedSession> sessions)
    {
        ReportedSession[] dated = sessions.Where(s => s.Session.CreationTimeUtc != default).ToArray();
        if (dated.Length == 0)
        {
            return null;
        }

        DateTime first = dated.Min(s => s.Session.CreationTimeUtc);
        DateTime last = dated.Max(s => s.Session.CreationTimeUtc);
        TimeUnit unit = TimeUnit.Covering(first, last);
        OutcomeGroup[] columns = Enumerable.Range(0, unit.ColumnOf(last, first) + 1).Select(i => new OutcomeGroup(unit.LabelOf(i, first))).ToArray();
        foreach (ReportedSession session in dated)
        {
            columns[unit.ColumnOf(session.Session.CreationTimeUtc, first)].Add(session);
        }

        return new Timeline(unit.Name, columns);
    }
}

/// <summary>What one column of a timeline is: an hour, a day, a week from Monday, and so on, of local time. An hour that comes twice has two columns.</summary>
/// <param name="name">Its name in the page.</param>
/// <param name="begin">When the column of a moment begins, or any moment that the other two count from; the moment is UTC.</param>
/// <param name="column">How many columns lie between that beginning and a moment, UTC.</param>
/// <param name="label">The name of the column that lies as many behind the beginning.</param>
internal sealed class TimeUnit(string name, Func<DateTime, DateTime> begin, Func<DateTime, DateTime, int> column, Func<DateTime, int, string> label)
{
    private const int MostColumns = 62;

    private static readonly TimeUnit[] All =
    {
        new("hour", Hour, (first, utc) => (int)(utc - first).TotalHours, (first, i) => LocalTime.Text(first.AddHours(i), "yyyy-MM-dd HH:mm")),
        OfDays("day", time => time.Date, (first, time) => (time - first).Days, (first, i) => Text(first.AddDays(i), "yyyy-MM-dd")),
        OfDays("week", Monday, (first, time) => (time - first).Days / 7, (first, i) => Text(first.AddDays(7 * i), "yyyy-MM-dd")),
        OfDays("month", time => time, (first, time) => ((time.Year - first.Year) * 12) + time.Month - first.Month, (first, i) => Text(first.AddDays(1 - first.Day).AddMonths(i), "yyyy-MM")),
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

    // Whoever counts days and more, counts them by the local calendar.
    private static TimeUnit OfDays(string name, Func<DateTime, DateTime> begin, Func<DateTime, DateTime, int> column, Func<DateTime, int, string> label) =>
        new(name, utc => begin(utc.ToLocalTime()), (first, utc) => column(first, utc.ToLocalTime()), label);

    private static TimeUnit Years(string name, int length) => OfDays(
        name, time => time, (first, time) => (time.Year / length) - (first.Year / length), (first, i) => (((first.Year / length) + i) * length).ToString("0000", CultureInfo.InvariantCulture));

    // The local hour: not everywhere is it one of UTC.
    private static DateTime Hour(DateTime utc) => new(Math.Max(0, utc.Ticks - (utc.ToLocalTime().Ticks % TimeSpan.TicksPerHour)), DateTimeKind.Utc);

    private static DateTime Monday(DateTime time) => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7));

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
