using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>How far a trail has come with what one account sees on one server. Another account may see more, and begins anew.</summary>
/// <remarks>Listed completely are the sessions that started between <see cref="From"/> and <see cref="Frontier"/>, both UTC.</remarks>
internal sealed class AuditAccount
{
    /// <summary>A session may be listed this much later than it started.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>The overlap of two periods that follow each other: a server leaves out what starts at the very edge.</summary>
    public static readonly TimeSpan Edge = TimeSpan.FromSeconds(1);

    /// <summary>The server's name, as in the connection.</summary>
    public string Server { get; set; } = "";

    /// <summary>The user's name; empty where an access token was given, which does not say whose it is.</summary>
    public string User { get; set; } = "";

    /// <summary>Since when; null for since ever.</summary>
    public DateTime? From { get; set; }

    /// <summary>Since when the user wants to know, where that is before <see cref="From"/> and has not all been read; null otherwise. A run that is interrupted leaves it to the next.</summary>
    public DateTime? Wanted { get; set; }

    /// <summary>Until when; null while no period has been listed.</summary>
    public DateTime? Frontier { get; set; }

    /// <summary>No session that started before this can have a line in the present file; null where any can.</summary>
    public DateTime? Since { get; set; }

    /// <summary>Whether the trail may have lines that this does not know of, so that they have to be read before the next is written.</summary>
    public bool IsBehind { get; set; }

    /// <summary>The sessions that may bring further lines. Each is read by its identifier.</summary>
    public Dictionary<Guid, OpenSession> Open { get; set; } = new();

    /// <summary>The sessions that bring no further line, with their starts. Only those that a next listing may bring are kept.</summary>
    [JsonIgnore]
    public Dictionary<Guid, DateTime> Done { get; } = new();

    /// <summary><see cref="Done"/> as it is stored: thousands, for each of many batches.</summary>
    public byte[] PackedDone
    {
        get => PackedIds.Pack(Done);
        set => PackedIds.Unpack(value, Done);
    }

    /// <summary>Takes in since when the user wants to know; null for no more than what is recorded.</summary>
    /// <returns>Whether that is more than was recorded.</returns>
    public bool Want(DateTime? from)
    {
        bool isMore = from < (Wanted ?? From);
        Wanted = isMore ? from : Wanted;
        return isMore;
    }

    /// <summary>Whether the frontier was recorded while clocks were ahead, and by more than the overlap makes up for.</summary>
    /// <param name="now">The earlier of the server's clock and this machine's, UTC.</param>
    public bool IsAhead(DateTime now) => Frontier - Overlap > now;

    /// <summary>Takes in that a period has been listed, and that each of its sessions is open or done.</summary>
    public void Complete(AuditPeriod period)
    {
        From = period.IsBackward ? period.From : From;
        Wanted = Wanted < From ? Wanted : null;
        Frontier = period.Frontier ?? Frontier;
        IsBehind &= period.To is not null || Open.Values.Any(open => open.IsUnread);
        foreach (Guid id in Done.Where(done => done.Value <= Frontier - Overlap && !(done.Value <= From + Edge)).Select(done => done.Key).ToArray())
        {
            Done.Remove(id);
        }
    }

    /// <summary>Takes in that a session of this start comes into the present file.</summary>
    public void Note(DateTime start)
    {
        if (start < Since + Edge)
        {
            Since = Before(start);
        }
    }

    /// <summary>Takes in that the file has been put aside: what comes goes into a new one.</summary>
    public void Rotate()
    {
        if (Frontier is { } frontier)
        {
            DateTime first = Open.Values.Select(open => open.CreationTimeUtc).Concat(Done.Values).Concat([frontier - Overlap]).Min();
            Since = Before(first);
        }
    }

    /// <summary>Forgets what has been written, because lines of the present file are missing. Those that are there have to be known by other means.</summary>
    public void Restart()
    {
        Frontier = Since;
        IsBehind = true;
        Open.Clear();
        Done.Clear();
    }

    // A little earlier, because a server leaves out what started at the very edge of a period. Null where nothing can be earlier.
    private static DateTime? Before(DateTime start) => start > default(DateTime) + Edge ? start - Edge : null;
}
