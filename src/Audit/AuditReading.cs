using RestoreSessions.Http;

namespace RestoreSessions.Audit;

/// <summary>What was read of a session.</summary>
/// <param name="account">The account that it was read with.</param>
/// <param name="session">The session, read before its events.</param>
/// <param name="events">All of its events.</param>
/// <param name="now">The earlier of the server's clock and this machine's when it was read, UTC.</param>
internal sealed class AuditReading(AuditAccount account, RestoreSession session, IReadOnlyList<RestoreSessionEvent> events, DateTime now)
{
    public AuditAccount Account { get; } = account;

    public RestoreSession Session { get; } = session;

    public IReadOnlyList<RestoreSessionEvent> Events { get; } = events;

    public DateTime Now { get; } = now;
}

/// <summary>A session that could not be read.</summary>
/// <param name="account">The account that could not read it.</param>
/// <param name="session">It has its identifier and its start.</param>
/// <param name="failure">Why.</param>
internal sealed class AuditGap(AuditAccount account, RestoreSession session, RestFailure failure)
{
    public AuditAccount Account { get; } = account;

    public RestoreSession Session { get; } = session;

    public RestFailure Failure { get; } = failure;

    /// <summary>Whether it is as the server has shown it in this run, and only its events are missing.</summary>
    public bool IsShown { get; set; }

    /// <summary>Whether the server says that there is no such session.</summary>
    public bool IsGone { get; set; }
}

/// <summary>A period that has been listed, and whose sessions have all been handed over.</summary>
internal sealed class AuditListed(AuditAccount account, AuditPeriod period)
{
    public AuditAccount Account { get; } = account;

    public AuditPeriod Period { get; } = period;
}

/// <summary>A server of which no more could be read. Its account stays as it is.</summary>
internal sealed class AuditBreak(AuditAccount account, RestFailure failure)
{
    public AuditAccount Account { get; } = account;

    public RestFailure Failure { get; } = failure;

    /// <summary>Whether the failure leaves out what started before all that is known.</summary>
    public bool IsBackward { get; set; }
}
