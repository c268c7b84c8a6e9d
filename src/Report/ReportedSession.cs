using System;
using System.Collections.Generic;

namespace RestoreSessions.Report;

/// <summary>A session in a report, with what is known of its events.</summary>
internal sealed class ReportedSession
{
    public ReportedSession(RestoreSession session) => Session = session;

    public RestoreSession Session { get; }

    /// <summary>Its events in the server's order; none where they were not asked for, or could not be read.</summary>
    public IReadOnlyList<RestoreSessionEvent> Events { get; set; } = Array.Empty<RestoreSessionEvent>();

    /// <summary>Why its events could not be read; null when they were, or were not asked for.</summary>
    public string? EventsFailure { get; set; }
}
