using System.Collections;
using System.Management.Automation;
using System.Reflection;
using RestoreSessions.Text;

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

    /// <summary>The texts of an object as its views show them, by the names of their properties: characters that cannot be seen stand as their code points.</summary>
    public static IDictionary GetDisplayText(PSObject item)
    {
        object? owner = item?.BaseObject;
        Hashtable texts = new(StringComparer.OrdinalIgnoreCase);
        foreach (PropertyInfo property in owner?.GetType().GetProperties() ?? [])
        {
            if (property.PropertyType == typeof(string))
            {
                texts[property.Name] = VisibleText.Of((string?)property.GetValue(owner));
            }
            else if (property.PropertyType == typeof(string[]))
            {
                texts[property.Name] = ((string[]?)property.GetValue(owner))?.Select(VisibleText.Of).ToArray();
            }
        }

        return texts;
    }

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
