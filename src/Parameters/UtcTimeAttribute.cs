using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RestoreSessions.Text;

namespace RestoreSessions.Parameters;

/// <summary>Lets a DateTime parameter take a DateTimeOffset, and text in an ISO 8601 form, as the moment that it is; nothing else.</summary>
/// <remarks>
/// PowerShell would read text by the invariant culture at one place and by the user's at another, take a number for ticks, and turn text into local
/// time, where an hour is ambiguous once a year. Text without an offset is local time.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcTimeAttribute : ArgumentTransformationAttribute
{
    /// <exception cref="ArgumentTransformationMetadataException">It is no time, or text of another form.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            DateTimeOffset time => time.UtcDateTime,
            DateTime time => time.ToUniversalTime(),
            string text when TimeText.Parse(text, DateTimeStyles.AssumeLocal) is { } time => time,

            // PowerShell then tries the next parameter at the same position: Get-RestoreSession takes identifiers there.
            Guid => value,
            IList { Count: > 0 } list when list.Cast<object?>().All(item => (item is PSObject one ? one.BaseObject : item) is Guid) => value,
            string text when Guid.TryParse(text, out Guid id) => id,
            _ => throw Refuse(value),
        };
    }

    private static ArgumentTransformationMetadataException Refuse(object value)
    {
        string today = DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new ArgumentTransformationMetadataException(
            $"'{VisibleText.Truncate(value.ToString() ?? "")}' is not read as a time. Write it like {today} or {today}T14:30 (local time), with Z or an offset at the end "
            + "for another zone, or give a [datetime], such as what Get-Date returns.");
    }
}
