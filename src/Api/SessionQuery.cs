namespace RestoreSessions.Api;

/// <summary>Which sessions to list: the filters of the server.</summary>
internal sealed class SessionQuery
{
    /// <summary>Only sessions that started after this moment, UTC.</summary>
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Only sessions that started prior to this moment, UTC.</summary>
    public DateTime? StartTimeTo { get; set; }

    /// <summary>Whether a period of starting without an end also has the sessions that start in the future, because a clock was ahead.</summary>
    public bool HasOpenEnd { get; set; }

    /// <summary>Only sessions that ended after this moment, UTC.</summary>
    public DateTime? EndTimeFrom { get; set; }

    /// <summary>Only sessions that ended prior to this moment, UTC.</summary>
    public DateTime? EndTimeTo { get; set; }

    /// <summary>Whether the server is asked for the newest sessions first; only v8 and later can be asked.</summary>
    public bool NewestFirst { get; set; }

    /// <summary>A copy with another period of starting.</summary>
    public SessionQuery StartingBetween(DateTime? from, DateTime? to) =>
        new() { StartTimeFrom = from, StartTimeTo = to, EndTimeFrom = EndTimeFrom, EndTimeTo = EndTimeTo, NewestFirst = NewestFirst, HasOpenEnd = HasOpenEnd };

    /// <summary>Whether there is a period of ending.</summary>
    public bool HasEnd => EndTimeFrom is not null || EndTimeTo is not null;

    /// <summary>Whether a session ended within the period, for servers before v8, which do not filter by it. A working session has not ended.</summary>
    /// <remarks>A session that has stopped without an end that can be may have ended within the period, and so it matches.</remarks>
    public bool MatchesEnd(RestoreSession session) => session.EndTimeUtc is { } end ? !(end <= EndTimeFrom) && !(end >= EndTimeTo) : session.HasStopped;
}
