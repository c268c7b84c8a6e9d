using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
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
    public static byte[] Of(long number, RestoreSessionEvent read) => Fit(
        Head(AuditRecord.Event, read.StartTimeUtc.Year > 1 ? read.StartTimeUtc : read.Session?.CreationTimeUtc ?? read.StartTimeUtc, read.SessionId, read.Id.ToString(), number, read.Server),
        OfEvent.Select(property => (property.Name, property.Value(read))));

    /// <summary>The line of a session that was opened, or has stopped.</summary>
    /// <param name="record">Which of the two.</param>
    /// <param name="number">Its number in the trail.</param>
    /// <param name="session">The session as it was read.</param>
    public static byte[] Of(AuditRecord record, long number, RestoreSession session)
    {
        // Each line has an Id of its own, because a SIEM takes it for the document's.
        bool isOpened = record == AuditRecord.Opened;
        return Fit(
            Head(record, isOpened ? session.CreationTimeUtc : session.EndTimeUtc ?? session.CreationTimeUtc, session.Id, session.Id + (isOpened ? "-opened" : ""), number, session.Server),
            OfSession.Select(property => (property.Name, property.Value(session))));
    }

    private static (string Name, object? Value)[] Head(AuditRecord record, DateTime time, Guid session, string id, long number, string? server) =>
        [("Record", record.ToString()), ("Time", time), ("SessionId", session.ToString()), ("Id", id), ("Number", number), ("Server", server ?? "")];

    private static byte[] Fit(IReadOnlyList<(string, object?)> head, IEnumerable<(string, object?)> properties)
    {
        (string, object?)[] rest = properties.Where(property => property.Item2 is not null).ToArray();
        byte[] line = Write(head, rest, int.MaxValue);
        for (int most = Longest; line.Length > Longest; most = most * 3 / 4)
        {
            line = Write(head, rest, most);
        }

        return line;
    }

    // A text that is longer than so many characters is cut off there, and named at the end.
    private static byte[] Write(IEnumerable<(string Name, object? Value)> head, IEnumerable<(string Name, object? Value)> rest, int most)
    {
        StringWriter text = new(new StringBuilder(1024), CultureInfo.InvariantCulture);
        JsonTextWriter json = new(text);
        List<string> shortened = new();
        json.WriteStartObject();
        foreach ((string name, object? value) in head)
        {
            Write(json, name, value);
        }

        foreach ((string name, object? value) in rest)
        {
            bool isLong = value is string { Length: var length } && length > most;
            Write(json, name, isLong ? Cut((string)value!, most) : value);
            if (isLong)
            {
                shortened.Add(name);
            }
        }

        if (shortened.Count > 0)
        {
            Write(json, "Shortened", string.Join(",", shortened));
        }

        json.WriteEndObject();
        json.Flush();
        text.Write('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonTextWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value is DateTime time ? time.ToString("O", CultureInfo.InvariantCulture) : value);
    }

    // Never between the halves of a character.
    private static string Cut(string text, int most) => text.Substring(0, most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most);
}
