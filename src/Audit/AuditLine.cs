using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>What a line of a trail records.</summary>
internal enum AuditRecord
{
    /// <summary>Something that happened in a session.</summary>
    Event,

    /// <summary>A session that was working when it was first seen.</summary>
    Opened,

    /// <summary>A session that has stopped.</summary>
    Session,
}

/// <summary>Makes a line of a trail: JSON in UTF-8, nothing nested, times in UTC, without what is null.</summary>
/// <remarks>
/// Record, Time, SessionId, Id, Number and Server come first and in this order, because <see cref="WrittenLines"/> reads nothing else. The other names
/// are those of the objects' properties. A name is only ever added.
/// </remarks>
internal static class AuditLine
{
    /// <summary>The longest line in bytes, with its line feed: Splunk cuts at 10,000.</summary>
    public const int Longest = 9_900;

    private static readonly (string Name, Func<RestoreSession, object?> Value)[] OfSession =
    [
        ("Name", session => session.Name),
        ("Organization", session => session.Organization),
        ("Type", session => session.Type),
        ("Workload", session => session.Workload),
        ("CreationTimeUtc", session => session.CreationTimeUtc),
        ("EndTimeUtc", session => session.EndTimeUtc),
        ("DurationSeconds", session => session.DurationSeconds),
        ("State", session => session.State),
        ("Result", session => session.Result),
        ("Outcome", session => session.Outcome),
        ("InitiatedBy", session => session.InitiatedBy),
        ("Details", session => session.Details),
        ("ScopeName", session => session.ScopeName),
        ("ClientHost", session => session.ClientHost),
        ("Reason", session => session.Reason),
        ("ETag", session => session.ETag),
    ];

    private static readonly (string Name, Func<RestoreSessionEvent, object?> Value)[] OfEvent =
    [
        ("InitiatedBy", read => read.InitiatedBy),
        ("Organization", read => read.Organization),
        ("Workload", read => read.Workload),
        ("ClientHost", read => read.ClientHost),
        ("Reason", read => read.Reason),
        ("Type", read => read.Type),
        ("Status", read => read.Status),
        ("ItemName", read => read.ItemName),
        ("ItemType", read => read.ItemType),
        ("ItemSizeBytes", read => read.ItemSizeBytes),
        ("Source", read => read.Source),
        ("Target", read => read.Target),
        ("StartTimeUtc", read => read.StartTimeUtc),
        ("EndTimeUtc", read => read.EndTimeUtc),
        ("DurationSeconds", read => read.DurationSeconds),
        ("Title", read => read.Title),
        ("Message", read => read.Message),
        ("Order", read => read.Order),
        ("OrganizationId", read => read.OrganizationId),
        ("BackedUpOrganizationId", read => read.BackedUpOrganizationId),
        ("UserId", read => read.UserId),
        ("GroupId", read => read.GroupId),
        ("SiteId", read => read.SiteId),
        ("TeamId", read => read.TeamId),
    ];

    /// <summary>The line of an event.</summary>
    /// <param name="number">Its number in the trail.</param>
    /// <param name="read">It knows its session.</param>
    public static byte[] Of(long number, RestoreSessionEvent read)
    {
        DateTime time = read.StartTimeUtc.Year > 1 ? read.StartTimeUtc : read.Session?.CreationTimeUtc ?? read.StartTimeUtc;
        return Fit(Head(AuditRecord.Event, time, read.SessionId, read.Id.ToString(), number, read.Server), OfEvent, read);
    }

    /// <summary>The line of a session that was opened, or has stopped.</summary>
    /// <param name="record">Which of the two.</param>
    /// <param name="number">Its number in the trail.</param>
    /// <param name="session">The session as it was read.</param>
    public static byte[] Of(AuditRecord record, long number, RestoreSession session)
    {
        // Each line has an Id of its own, because a SIEM takes it for the document's.
        bool isOpened = record == AuditRecord.Opened;
        DateTime time = isOpened ? session.CreationTimeUtc : session.EndTimeUtc ?? session.CreationTimeUtc;
        return Fit(Head(record, time, session.Id, session.Id + (isOpened ? "-opened" : ""), number, session.Server), OfSession, session);
    }

    /// <summary>A line that was made with the number 0, with its own.</summary>
    public static byte[] Numbered(byte[] line, long number)
    {
        const string Unnumbered = "\"Number\":0,";
        string text = Encoding.UTF8.GetString(line);
        int at = text.IndexOf(Unnumbered, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Substring(0, at) + FormattableString.Invariant($"\"Number\":{number},") + text.Substring(at + Unnumbered.Length));
    }

    private static (string Name, object Value)[] Head(AuditRecord record, DateTime time, Guid session, string id, long number, string? server) =>
        [("Record", record.ToString()), ("Time", time), ("SessionId", session.ToString()), ("Id", id), ("Number", number), ("Server", server ?? "")];

    private static byte[] Fit<T>((string, object)[] head, (string, Func<T, object?>)[] properties, T item)
    {
        byte[] line = Write(head, properties, item, int.MaxValue);
        for (int most = Longest; line.Length > Longest; most = most * 3 / 4)
        {
            line = Write(head, properties, item, most);
        }

        return line;
    }

    // A text that is longer than so many characters is cut off there, and named at the end.
    private static byte[] Write<T>((string Name, object Value)[] head, (string Name, Func<T, object?> Value)[] properties, T item, int most)
    {
        StringWriter text = new(new StringBuilder(1024), CultureInfo.InvariantCulture);
        JsonTextWriter json = new(text);
        List<string>? shortened = null;
        json.WriteStartObject();
        foreach ((string name, object value) in head)
        {
            Write(json, name, value);
        }

        foreach ((string name, Func<T, object?> get) in properties)
        {
            object? value = get(item);
            if (value is string { Length: var length } whole && length > most)
            {
                value = Cut(whole, most);
                (shortened ??= new List<string>()).Add(name);
            }

            Write(json, name, value);
        }

        if (shortened is not null)
        {
            Write(json, "Shortened", string.Join(",", shortened));
        }

        json.WriteEndObject();
        text.Write('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Strings and times, which are most values, are written as what they are: JsonTextWriter would look up the type of each object. No name needs escaping.
    private static void Write(JsonTextWriter json, string name, object? value)
    {
        if (value is null)
        {
            return;
        }

        json.WritePropertyName(name, escape: false);
        switch (value)
        {
            case string text:
                json.WriteValue(text);
                break;
            case DateTime time:
                json.WriteValue(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteValue(value);
                break;
        }
    }

    // Never between the halves of a character.
    private static string Cut(string text, int most) => text.Substring(0, most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most);
}
