using RestoreSessions.Http;

namespace RestoreSessions.Audit;

/// <summary>What was read of a session.</summary>
/// <param name="account">Whose eyes saw it.</param>
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
internal sealed class AuditGap(AuditAccount account, Guid sessionId, DateTime creationTimeUtc, RestFailure failure)
{
    public AuditAccount Account { get; } = account;

    public Guid SessionId { get; } = sessionId;

    /// <summary>When it started.</summary>
    public DateTime CreationTimeUtc { get; } = creationTimeUtc;

    public RestFailure Failure { get; } = failure;
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
}
