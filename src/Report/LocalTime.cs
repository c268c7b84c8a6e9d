using System.Globalization;

namespace RestoreSessions.Report;

/// <summary>Writes moments as local time and spans of time, in forms that sort and that no culture changes.</summary>
internal static class LocalTime
{
    /// <summary>
    /// Such as <c>2026-05-12 10:00:00</c>, and machine-readable beside it; with its offset in the hour that comes twice when clocks go back. A moment
    /// that a mock left open is empty.
    /// </summary>
    public static Markup Of(DateTime? utc) => utc is null || utc == default(DateTime)
        ? default
        : Markup.Of($"<time datetime=\"{utc:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{Text(utc.Value, "yyyy-MM-dd HH:mm:ss")}</time>");

    /// <summary>A moment, UTC, as local time in a form of .NET; with its offset in the hour that comes twice.</summary>
    public static string Text(DateTime utc, string format)
    {
        // A value of kind Local knows which of the two hours it means, and would never be ambiguous.
        DateTime local = DateTime.SpecifyKind(utc.ToLocalTime(), DateTimeKind.Unspecified);
        string text = local.ToString(format, CultureInfo.InvariantCulture);
        return TimeZoneInfo.Local.IsAmbiguousTime(local) ? text + " " + Text(TimeZoneInfo.Local.GetUtcOffset(utc)) : text;
    }

    /// <summary>Such as <c>26:03:04</c>, hours without end, and its seconds beside it.</summary>
    public static Markup Of(TimeSpan? span)
    {
        if (span is not { } length)
        {
            return default;
        }

        string sign = length < TimeSpan.Zero ? "-" : "";
        length = length.Duration();
        return Markup.Of($"<data value=\"{sign}{length.TotalSeconds:0}\">{sign}{Math.Floor(length.TotalHours):00}:{length:mm\\:ss}</data>");
    }

    /// <summary>How far local time is from UTC, such as <c>+02:00</c>; two, where daylight saving began or ended between the moments.</summary>
    public static string Offsets(IEnumerable<DateTime> utc) => string.Join(" or ", utc.Select(TimeZoneInfo.Local.GetUtcOffset).Distinct().OrderBy(o => o).Select(Text));

    private static string Text(TimeSpan offset) => (offset < TimeSpan.Zero ? "\u2212" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
}
