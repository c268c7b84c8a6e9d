using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>A session that may bring further lines, and which it has.</summary>
internal sealed class OpenSession
{
    private static readonly TimeSpan UntilSettled = TimeSpan.FromMinutes(10);
    private static readonly string[] Final = ["Success", "Warning", "Failed", "Cancelled", "Skipped"];

    /// <summary>When it started.</summary>
    public DateTime CreationTimeUtc { get; set; }

    /// <summary>Whether its opening has a line.</summary>
    public bool IsOpened { get; set; }

    /// <summary>When this machine first saw it stopped, UTC; it has a line then. Null before.</summary>
    public DateTime? StoppedSeen { get; set; }

    /// <summary>How often in a row the server has said that there is no such session.</summary>
    public int Missed { get; set; }

    /// <summary>The events that have a line.</summary>
    [JsonIgnore]
    public HashSet<Guid> Events { get; } = new();

    /// <summary><see cref="Events"/> as it is stored.</summary>
    public byte[] PackedEvents
    {
        get => PackedIds.Pack(Events);
        set => PackedIds.Unpack(value, Events);
    }

    /// <summary>Takes in what was read, and says which lines are new: the opening, events, and the end.</summary>
    /// <param name="session">The session, read before its events.</param>
    /// <param name="events">All of its events.</param>
    /// <param name="isFirst">Whether it has not been read before.</param>
    /// <param name="now">The earlier of the server's clock and this machine's, UTC.</param>
    /// <param name="isSettled">Whether nothing more is to be expected of it.</param>
    public IReadOnlyList<(AuditRecord Record, ServerObject Item)> Take(
        RestoreSession session, IEnumerable<RestoreSessionEvent> events, bool isFirst, DateTime now, out bool isSettled)
    {
        List<(AuditRecord, ServerObject)> lines = new();
        RestoreSessionEvent[] fresh = events.Where(read => !Events.Contains(read.Id)).ToArray();
        bool isDone = session.HasStopped && IsSettled(session.EndTimeUtc ?? now, isFirst, isQuiet: !fresh.Any(IsFinal), now);
        if (!session.HasStopped && !IsOpened)
        {
            lines.Add((AuditRecord.Opened, session));
            IsOpened = true;
        }

        // What is not final may still change; of a settled session it is written as it is.
        foreach (RestoreSessionEvent read in fresh.Where(read => (isDone || IsFinal(read)) && Events.Add(read.Id)))
        {
            lines.Add((AuditRecord.Event, read));
        }

        if (session.HasStopped && StoppedSeen is null)
        {
            lines.Add((AuditRecord.Session, session));
            StoppedSeen = now;
        }

        Missed = 0;
        isSettled = isDone;
        return lines;
    }

    /// <summary>Whether it has a line.</summary>
    /// <param name="record">What the line records.</param>
    /// <param name="id">The event; empty for the lines of the session itself.</param>
    public bool Has(AuditRecord record, Guid id) => record switch
    {
        AuditRecord.Event => Events.Contains(id),
        AuditRecord.Opened => IsOpened,
        _ => StoppedSeen is not null,
    };

    private static bool IsFinal(RestoreSessionEvent read) => Final.Contains(read.Status, StringComparer.OrdinalIgnoreCase);

    // The last events come some seconds after the end of a session. A clock may be wrong: of what server and machine say of the end, the earlier counts.
    private bool IsSettled(DateTime end, bool isFirst, bool isQuiet, DateTime now) =>
        isFirst ? now - end >= AuditAccount.Overlap : isQuiet && now - (StoppedSeen < end ? StoppedSeen.Value : end) >= UntilSettled;
}
