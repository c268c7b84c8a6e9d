using RestoreSessions.Text;

namespace RestoreSessions;

/// <summary>Something that happened in a restore session: an item was viewed, saved, exported, sent or restored.</summary>
/// <remarks>Only id, status, message, startTime and order are sent by every server (vendor's OpenAPI, v6 to v8).</remarks>
public sealed class RestoreSessionEvent : ServerObject, IComparable
{
    private DateTime _startTimeUtc = DateTime.SpecifyKind(default, DateTimeKind.Utc);
    private DateTime? _endTimeUtc;
    private RestoreSession? _session;

    /// <summary>The server's identifier of the event.</summary>
    public Guid Id { get; set; }

    internal override Guid Key => Id;

    /// <summary>The session that the event belongs to.</summary>
    public Guid SessionId { get; set; }

    /// <summary>Who opened the session, as the session says.</summary>
    public string? InitiatedBy { get; set; }

    /// <summary>The organization whose backup was opened, as the session says.</summary>
    public string? Organization { get; set; }

    /// <summary>What was opened, as the session says: Exchange, OneDrive, SharePoint or Teams.</summary>
    public string? Workload { get; set; }

    /// <summary>The machine the session was opened from, as the session says (v6 and later).</summary>
    public string? ClientHost { get; set; }

    /// <summary>The reason that the person who opened the session gave, as the session says (v6 and later).</summary>
    public string? Reason { get; set; }

    /// <summary>None, Save, Export, Send, Restore or View.</summary>
    public string Type { get; set; } = "";

    /// <summary>Running, Success, Warning, Failed, Cancelled or Skipped.</summary>
    public string Status { get; set; } = "";

    /// <summary>The name of the item.</summary>
    public string? ItemName { get; set; }

    /// <summary>The type of the item.</summary>
    public string? ItemType { get; set; }

    /// <summary>The size of the item in bytes.</summary>
    public long? ItemSizeBytes { get; set; }

    /// <summary>Where the item was in the backup.</summary>
    public string? Source { get; set; }

    /// <summary>Where the item was restored, sent or saved to.</summary>
    public string? Target { get; set; }

    /// <summary>When it started, in local time.</summary>
    public DateTime StartTime
    {
        get => StartTimeUtc.ToLocalTime();
        set => StartTimeUtc = value.ToUniversalTime();
    }

    /// <summary>When it ended, in local time; null while it is running.</summary>
    public DateTime? EndTime
    {
        get => EndTimeUtc?.ToLocalTime();
        set => EndTimeUtc = value?.ToUniversalTime();
    }

    /// <summary>When it started, in UTC.</summary>
    public DateTime StartTimeUtc
    {
        get => _startTimeUtc;
        set => _startTimeUtc = UtcTime.Of(value);
    }

    /// <summary>When it ended, in UTC; null while it is running.</summary>
    public DateTime? EndTimeUtc
    {
        get => _endTimeUtc;
        set => _endTimeUtc = value is null ? null : UtcTime.Of(value.Value);
    }

    /// <summary>The seconds from start to end; null while it is running.</summary>
    public double? DurationSeconds => Duration?.TotalSeconds;

    /// <summary>The title of the event.</summary>
    public string? Title { get; set; }

    /// <summary>The message of the event.</summary>
    public string? Message { get; set; }

    /// <summary>The position of the event in its session.</summary>
    public long Order { get; set; }

    /// <summary>The organization that the item belongs to (v8 and later).</summary>
    public string? OrganizationId { get; set; }

    /// <summary>That organization's identifier inside the backup (v8 and later).</summary>
    public string? BackedUpOrganizationId { get; set; }

    /// <summary>The user that the item belongs to (v8 and later).</summary>
    public string? UserId { get; set; }

    /// <summary>The group that the item belongs to (v8 and later).</summary>
    public string? GroupId { get; set; }

    /// <summary>The site that the item belongs to (v8 and later).</summary>
    public string? SiteId { get; set; }

    /// <summary>The team that the item belongs to (v8 and later).</summary>
    public string? TeamId { get; set; }

    /// <summary>From start to end; null while it is running. PowerShell has it, and the session, as hidden properties (RestoreSessions.Types.ps1xml).</summary>
    internal TimeSpan? Duration => EndTimeUtc - StartTimeUtc;

    /// <summary>The session; what it says of who, where and why stands in properties of its own.</summary>
    internal RestoreSession? Session
    {
        get => _session;
        set
        {
            _session = value;
            InitiatedBy ??= value?.InitiatedBy;
            Organization ??= value?.Organization;
            Workload ??= value?.Workload;
            ClientHost ??= value?.ClientHost;
            Reason ??= value?.Reason;
        }
    }

    /// <summary>Orders events by their start, then in the server's order; <c>Sort-Object</c> uses this.</summary>
    /// <exception cref="ArgumentException">The other object is not an event.</exception>
    public int CompareTo(object? obj)
    {
        if (obj is not RestoreSessionEvent other)
        {
            return obj is null ? 1 : throw new ArgumentException("The object is not an event of a restore session.", nameof(obj));
        }

        int order = StartTimeUtc.CompareTo(other.StartTimeUtc);
        order = order != 0 ? order : Order.CompareTo(other.Order);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }

    /// <summary>The event's title or, if it has none, its message; if it has neither, its identifier.</summary>
    public override string ToString() => string.IsNullOrEmpty(Title) ? string.IsNullOrEmpty(Message) ? Id.ToString() : Message! : Title!;
}
