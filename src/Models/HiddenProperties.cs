using System.Management.Automation;

namespace RestoreSessions;

/// <summary>What RestoreSessions.Types.ps1xml makes hidden properties of. Public, because PowerShell looks for methods of public types alone.</summary>
public static class HiddenProperties
{
    /// <summary>From start to end; null before the end.</summary>
    public static TimeSpan? GetDuration(PSObject item) => item?.BaseObject switch
    {
        RestoreSession session => session.Duration,
        RestoreSessionEvent happened => happened.Duration,
        _ => null,
    };

    /// <summary>The session that an event belongs to. An object, because PowerShell sets it with what it was given and wants one type for both.</summary>
    public static object? GetSession(PSObject item) => (item?.BaseObject as RestoreSessionEvent)?.Session;

    /// <summary>Sets the session of an event.</summary>
    /// <exception cref="PSInvalidCastException">It is no session, and has no identifier of one.</exception>
    public static void SetSession(PSObject item, object? value)
    {
        if (item?.BaseObject is RestoreSessionEvent happened)
        {
            happened.Session = LanguagePrimitives.ConvertTo<RestoreSession>(value);
        }
    }
}
