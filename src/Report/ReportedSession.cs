namespace RestoreSessions.Report;

/// <summary>A session in a report, with what is known of its events.</summary>
internal sealed class ReportedSession(RestoreSession session)
{
    public RestoreSession Session { get; } = session;

    /// <summary>Its events in the server's order; none where they were not asked for, or could not be read.</summary>
    public IReadOnlyList<RestoreSessionEvent> Events { get; set; } = Array.Empty<RestoreSessionEvent>();

    /// <summary>Why its events could not be read; null when they were, or were not asked for.</summary>
    public string? EventsFailure { get; set; }

    /// <summary>Its id in the page: the session's identifier, with a number behind it where the report has the session before.</summary>
    public string Anchor { get; set; } = "";

    /// <summary>What holds for it, once its events are known.</summary>
    public IReadOnlyList<Aspect> Aspects { get; set; } = Array.Empty<Aspect>();
}
