using System;
using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>What a report tells: the sessions, and what they come to.</summary>
internal sealed class SessionReport
{
    /// <param name="title">The headline.</param>
    /// <param name="madeAt">Now, UTC.</param>
    /// <param name="sessions">In any order; the report shows the newest first.</param>
    public SessionReport(string title, DateTime madeAt, IEnumerable<ReportedSession> sessions)
    {
        Title = title;
        MadeAt = madeAt;
        Sessions = sessions.OrderByDescending(s => s.Session.CreationTimeUtc).ToArray();
        foreach (ReportedSession session in Sessions)
        {
            Total.Add(session);
        }

        Types = Groups.Of(Sessions, s => s.Workload);
        People = Groups.Of(Sessions, s => s.InitiatedBy);
        Organizations = Groups.Of(Sessions, s => s.Organization);
        Servers = Groups.Of(Sessions, s => s.Server);
        OtherResults = Groups.Of(Sessions.Where(s => Outcomes.Of(s.Session) == Outcome.Other), Outcomes.WordOf);
        Events = Groups.Of(Sessions.SelectMany(s => s.Events), e => e.Type);
    }

    public string Title { get; }

    public DateTime MadeAt { get; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ReportedSession> Sessions { get; }

    public Tally Total { get; } = new();

    public IReadOnlyList<Group> Types { get; }

    public IReadOnlyList<Group> People { get; }

    public IReadOnlyList<Group> Organizations { get; }

    public IReadOnlyList<Group> Servers { get; }

    /// <summary>The results that are neither Success, Warning nor Failed, by their word.</summary>
    public IReadOnlyList<Group> OtherResults { get; }

    /// <summary>What was done, by the events' type.</summary>
    public IReadOnlyList<Group> Events { get; }
}
