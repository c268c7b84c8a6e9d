using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using RestoreSessions.Text;

namespace RestoreSessions;

/// <summary>Reads a session from whatever names one.</summary>
/// <remarks>
/// That is an identifier, also as text; an object with the Id of a session (from Import-Clixml, a job, <c>Select-Object</c>, a CSV or JSON file), whose
/// other properties count too; and what belongs to a session and has its SessionId, such as an event.
/// </remarks>
internal static class SessionInput
{
    private static readonly PropertyInfo[] Settable = typeof(RestoreSession).GetProperties().Where(p => p.GetSetMethod() is not null && p.Name != "Id").ToArray();

    private static readonly RestoreSession Empty = new();

    // A class of this module, also after Select-Object, Import-Clixml or both.
    private static readonly Regex OwnType = new(@"^(?:Deserialized\.|Selected\.)*RestoreSessions\.(\w+)(?:#\w+)?\z", RegexOptions.CultureInvariant);

    /// <exception cref="ArgumentTransformationMetadataException">It names no session; the message says what is missing.</exception>
    public static RestoreSession Read(object? input)
    {
        object? value = input is PSObject wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            null => throw Refuse("One of the sessions is null."),
            RestoreSession session => session,
            Guid or string => Refer(Identify("identifier", value)),
            IDictionary keys => Read(name => keys.Contains(name) ? keys[name] : null, null),
            _ => Own(Read(PSObject.AsPSObject(input)), value as ServerObject),
        };
    }

    private static RestoreSession Read(PSObject row)
    {
        try
        {
            return Read(name => row.Properties[name]?.Value, row.TypeNames.Select(name => OwnType.Match(name)).FirstOrDefault(match => match.Success)?.Groups[1].Value);
        }
        catch (GetValueException e)
        {
            throw Refuse(e.Message);
        }
    }

    private static RestoreSession Read(Func<string, object?> get, string? type)
    {
        // A row of a file does not say what it is, but no session has this column.
        type ??= get(nameof(RestoreOrganization.LastBackupTimeUtc)) is null ? null : nameof(RestoreOrganization);
        bool isSession = type == nameof(RestoreSession);
        object? owner = isSession ? null : get("SessionId");
        if (type is not null && !isSession && owner is null)
        {
            throw Refuse($"SessionId is missing: this is a {type}, and no session.");
        }

        if (owner is not null)
        {
            return Refer(Identify("SessionId", owner), get("Server")?.ToString());
        }

        RestoreSession session = new() { Id = Identify("Id", get("Id") ?? throw Refuse("Id is missing, by which a session is known.")) };
        foreach (PropertyInfo property in Settable)
        {
            object? value = get(property.Name);
            if (value is not (null or "" or PSObject { BaseObject: "" }))
            {
                property.SetValue(session, Convert(property, value));
            }
        }

        session.IsReference = Settable.All(property => property.Name == nameof(RestoreSession.Server) || Equals(property.GetValue(session), property.GetValue(Empty)));
        return session;
    }

    private static RestoreSession Refer(Guid id, string? server = null) => new() { Id = id, Server = server, IsReference = true };

    private static RestoreSession Own(RestoreSession session, ServerObject? from)
    {
        session.Connection = from?.Connection;
        return session;
    }

    private static Guid Identify(string name, object value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            Guid id when id != Guid.Empty => id,
            string text when Guid.TryParse(text, out Guid id) && id != Guid.Empty => id,
            var other => throw Refuse($"The {name} '{VisibleText.Truncate(other.ToString() ?? "")}' is not that of a session, which is a GUID and not empty."),
        };

    private static object? Convert(PropertyInfo property, object value)
    {
        if (property.PropertyType == typeof(DateTime) || property.PropertyType == typeof(DateTime?))
        {
            bool isUtc = property.Name.EndsWith("Utc", StringComparison.Ordinal);
            return TimeText.FromRow(value, isUtc ? DateTimeStyles.AssumeUniversal : DateTimeStyles.AssumeLocal) ?? throw Unreadable(property.Name, value);
        }

        return LanguagePrimitives.TryConvertTo(value, property.PropertyType, CultureInfo.InvariantCulture, out object? converted) ? converted : throw Unreadable(property.Name, value);
    }

    private static ArgumentTransformationMetadataException Unreadable(string name, object value) => Refuse($"The {name} '{VisibleText.Truncate(value.ToString() ?? "")}' cannot be read.");

    private static ArgumentTransformationMetadataException Refuse(string why) => new($"{why} Give sessions of Get-RestoreSession, objects with their Id, or identifiers.");
}
