using System;
using System.Globalization;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Lets a DateTime parameter take a DateTimeOffset, and text of any offset, as the moment that it is.</summary>
/// <remarks>
/// PowerShell cannot convert a DateTimeOffset to a DateTime, and turns text into local time, where an hour is ambiguous once a year.
/// Text is read by the invariant culture, as PowerShell reads every argument; without an offset it is local time.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UtcTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            DateTimeOffset time => time.UtcDateTime,
            DateTime time => time.ToUniversalTime(),
            string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) => time.UtcDateTime,
            _ => inputData,
        };
}
