using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>A session that may bring further lines, and which it has.</summary>
internal sealed class OpenSession
{
    private static readonly TimeSpan UntilSettled = TimeSpan.FromMinutes(10);

    // How long a session that the server no longer has is still looked for. An account may lack its rights for a while, or a proxy may answer 404 in the server's place.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    private static readonly string[] Final = ["Success", "Warning", "Failed", "Cancelled", "Skipped"];

    /// <summary>When it started.</summary>
    public DateTime CreationTimeUtc { get; set; }

    /// <summary>Whether its opening has a line.</summary>
    public bool IsOpened { get; set; }

    /// <summary>When this machine first saw it stopped, UTC; it has a line then. Null before.</summary>
    public DateTime? StoppedSeen { get; set; }

    /// <summary>Whether its events have never been read, so that it is not known here which of them the file has.</summary>
    public bool IsUnread { get; set; }

    /// <summary>In how many runs the server has said that there is no such session, although it listed the others.</summary>
    public int Missed { get; set; }

    /// <summary>When it said so first, UTC; null while it has not.</summary>
    public DateTime? MissedSince { get; set; }

    /// <summary>Lines of what the server has shown and what may still change: they are written as they are if the session goes away.</summary>
    public List<HeldLine> Held { get; set; } = new();

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

        IsUnread = false;
        Missed = 0;
        MissedSince = null;
        Held = fresh.Where(read => !Events.Contains(read.Id)).Select(read => new HeldLine { Kind = AuditRecord.Event, Id = read.Id, Line = AuditLine.Of(0, read) }).ToList();
        isSettled = isDone;
        return lines;
    }

    /// <summary>Keeps the line of a session that the server has shown and whose events could not be read.</summary>
    public void Hold(RestoreSession shown)
    {
        AuditRecord record = shown.HasStopped ? AuditRecord.Session : AuditRecord.Opened;
        if (!Has(record, Guid.Empty))
        {
            Held.RemoveAll(held => held.Kind != AuditRecord.Event);
            Held.Add(new HeldLine { Kind = record, Line = AuditLine.Of(record, 0, shown) });
        }
    }

    /// <summary>Takes in that the server has listed its sessions and has no such session.</summary>
    /// <param name="now">This machine's time, UTC.</param>
    /// <returns>Whether it has said so twice. What is held is to be written then.</returns>
    public bool Miss(DateTime now)
    {
        Missed++;
        MissedSince ??= now;
        return Missed == 2;
    }

    /// <summary>Whether it is looked for no longer.</summary>
    public bool IsForgotten(DateTime now) => now - MissedSince > Remembered;

    /// <summary>Takes in that a line that was held has been written.</summary>
    public void Note(HeldLine line, DateTime now)
    {
        IsOpened |= line.Kind == AuditRecord.Opened;
        StoppedSeen = line.Kind == AuditRecord.Session ? now : StoppedSeen;
        if (line.Kind == AuditRecord.Event)
        {
            Events.Add(line.Id);
        }
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
