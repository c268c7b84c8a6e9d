using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace RestoreSessions.Text;

/// <summary>Reads times that people write: ISO 8601, whatever the culture, so that no month is taken for a day.</summary>
internal static class TimeText
{
    private static readonly Regex Iso = new(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The moment in UTC; null for text of another form, and for a time that there is not.</summary>
    /// <param name="text">A date, or date and time.</param>
    /// <param name="assumed">Whether text without an offset is local or UTC.</param>
    public static DateTime? Parse(string text, DateTimeStyles assumed) =>
        Iso.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, assumed, out DateTimeOffset time) ? time.UtcDateTime : null;

    /// <summary>The moment in UTC of a value that a file or another shell gave back; null where it is no time.</summary>
    /// <remarks>Export-Csv writes times as the culture of its shell does; in the same culture they are read as they were written.</remarks>
    /// <param name="value">A time, or its text.</param>
    /// <param name="assumed">Whether one without an offset is local or UTC.</param>
    public static DateTime? FromRow(object value, DateTimeStyles assumed) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            DateTime { Kind: DateTimeKind.Unspecified } time when assumed == DateTimeStyles.AssumeUniversal => DateTime.SpecifyKind(time, DateTimeKind.Utc),
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            string text => Parse(text, assumed)
                ?? (DateTime.TryParse(text, CultureInfo.CurrentCulture, assumed | DateTimeStyles.AdjustToUniversal, out DateTime read) ? read : null),
            _ => null,
        };
}
