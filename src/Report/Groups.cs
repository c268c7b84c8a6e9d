using System;
using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>Counts sessions, or events, apart by a property of theirs.</summary>
internal static class Groups
{
    public static IReadOnlyList<Group> Of(IEnumerable<ReportedSession> sessions, Func<RestoreSession, string?> key) =>
        Of(sessions, session => key(session.Session), (tally, session) => tally.Add(session));

    public static IReadOnlyList<Group> Of(IEnumerable<RestoreSessionEvent> events, Func<RestoreSessionEvent, string?> key) =>
        Of(events, key, (tally, read) => tally.Add(read));

    /// <summary>One group for each value, in any case, the largest first.</summary>
    private static Group[] Of<T>(IEnumerable<T> items, Func<T, string?> key, Action<Tally, T> add)
    {
        Dictionary<string, Group> groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (T item in items)
        {
            string name = key(item) ?? "";
            if (!groups.TryGetValue(name, out Group group))
            {
                groups.Add(name, group = new Group(name));
            }

            add(group.Tally, item);
        }

        return groups.Values.OrderByDescending(g => g.Tally.Count).ThenBy(g => g.Name, StringComparer.OrdinalIgnoreCase).ToArray();
    }
}
