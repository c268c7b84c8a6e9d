namespace RestoreSessions.Report;

/// <summary>What a report tells: the sessions, what they come to, and what is missing.</summary>
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
        Dictionary<Guid, int> times = new();
        foreach (ReportedSession session in Sessions)
        {
            Guid id = session.Session.Id;
            times[id] = times.TryGetValue(id, out int before) ? before + 1 : 1;
            session.Anchor = before == 0 ? id.ToString() : FormattableString.Invariant($"{id}-{before + 1}");
            session.Aspects = Aspect.Of(session);
            Total.Add(session);
        }

        Types = OutcomeGroup.Of(Sessions, s => s.Workload);
        People = OutcomeGroup.Of(Sessions, s => s.InitiatedBy);
        Organizations = OutcomeGroup.Of(Sessions, s => s.Organization);
        Servers = OutcomeGroup.Of(Sessions, s => s.Server);
        OtherResults = OutcomeGroup.Of(Sessions.Where(s => ReportOutcomes.Of(s.Session) == ReportOutcome.Other), s => ReportOutcomes.WordFor(ReportOutcome.Other, s.Result));
        Events = OutcomeGroup.Of(Sessions.SelectMany(s => s.Events), e => e.Type);
    }

    public string Title { get; }

    public DateTime MadeAt { get; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ReportedSession> Sessions { get; }

    /// <summary>The connections that there were when the report was made, whether sessions came from their servers or not.</summary>
    public IReadOnlyCollection<RestoreConnection> Connected { get; set; } = Array.Empty<RestoreConnection>();

    /// <summary>How many inputs were left out because they are no sessions.</summary>
    public int LeftOut { get; set; }

    /// <summary>The period that the servers were asked for, UTC; null where the sessions were given.</summary>
    public DateTime? AskedFrom { get; set; }

    /// <summary>Its end; null for now.</summary>
    public DateTime? AskedTo { get; set; }

    /// <summary>The servers that were to be connected and are not: the name, why, and when it was tried (UTC).</summary>
    public IReadOnlyList<(string Server, string Why, DateTime TimeUtc)> NotConnected { get; set; } = Array.Empty<(string, string, DateTime)>();

    /// <summary>Why the sessions of a server could not be read, or not in full, by the server's name.</summary>
    public IReadOnlyDictionary<string, string> Unread { get; set; } = new Dictionary<string, string>();

    public OutcomeGroup Total { get; } = new("");

    public IReadOnlyList<OutcomeGroup> Types { get; }

    public IReadOnlyList<OutcomeGroup> People { get; }

    public IReadOnlyList<OutcomeGroup> Organizations { get; }

    public IReadOnlyList<OutcomeGroup> Servers { get; }

    /// <summary>The results that are neither Success, Warning nor Failed, by their word.</summary>
    public IReadOnlyList<OutcomeGroup> OtherResults { get; }

    /// <summary>What was done, by the events' type; empty where no event was read.</summary>
    public IReadOnlyList<OutcomeGroup> Events { get; }

    /// <summary>How many sessions an aspect holds for.</summary>
    public int Count(Aspect aspect) => Sessions.Count(session => session.Aspects.Contains(aspect));
}
