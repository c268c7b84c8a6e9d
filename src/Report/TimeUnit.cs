using System;
using System.Globalization;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>What one column of a timeline is: an hour, a day, a week from Monday, and so on.</summary>
internal sealed class TimeUnit
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

    private readonly Func<DateTime, DateTime> _begin;
    private readonly Func<DateTime, DateTime, int> _column;
    private readonly Func<DateTime, int, string> _label;

    private TimeUnit(string name, Func<DateTime, DateTime> begin, Func<DateTime, DateTime, int> column, Func<DateTime, int, string> label)
    {
        Name = name;
        _begin = begin;
        _column = column;
        _label = label;
    }

    public string Name { get; }

    /// <summary>The finest that covers a period with few enough columns to be seen at once.</summary>
    public static TimeUnit Covering(DateTime first, DateTime last) => All.FirstOrDefault(unit => unit.ColumnOf(last, first) < MostColumns) ?? All[All.Length - 1];

    /// <summary>The column that a moment falls into; 0 is the one of the first moment.</summary>
    public int ColumnOf(DateTime time, DateTime first) => _column(_begin(first), time);

    /// <summary>When a column begins, no finer than the unit.</summary>
    public string LabelOf(int column, DateTime first) => _label(_begin(first), column);

    private static TimeUnit Years(string name, int length) => new(
        name, time => time, (first, time) => (time.Year / length) - (first.Year / length), (first, i) => (((first.Year / length) + i) * length).ToString("0000", CultureInfo.InvariantCulture));

    private static DateTime Monday(DateTime time) => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7));

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
