namespace FakeServer;

/// <summary>A restore session as the server stores it.</summary>
public sealed record SessionRecord
{
    /// <summary>A session with an identifier of its own.</summary>
    public SessionRecord()
        : this(Guid.NewGuid())
    {
    }

    // An identifier that is drawn and thrown away costs random bytes of the system: a million generated sessions do without.
    internal SessionRecord(Guid id) => Id = id;

    /// <summary>Its identifier.</summary>
    public Guid Id { get; init; }

    /// <summary>When it started, UTC.</summary>
    public DateTime CreationTime { get; init; }

    /// <summary>When it ended, UTC; null while it is working.</summary>
    public DateTime? EndTime { get; init; }

    /// <summary>Vex, Veod, Vesp or Vet.</summary>
    public string Type { get; init; } = "Vex";

    /// <summary>Working or Stopped.</summary>
    public string State { get; init; } = "Stopped";

    /// <summary>Success, Warning or Failed.</summary>
    public string Result { get; init; } = "Success";

    /// <summary>The server's description.</summary>
    public string Name { get; init; } = "";

    /// <summary>The organization's name.</summary>
    public string Organization { get; init; } = "contoso.onmicrosoft.com";

    /// <summary>Who opened it.</summary>
    public string InitiatedBy { get; init; } = @"VBO\Administrator";

    /// <summary>Why, in that person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whose data an operator opened.</summary>
    public string ScopeName { get; init; } = "";

    /// <summary>The server's free text.</summary>
    public string Details { get; init; } = "";

    /// <summary>What the session did.</summary>
    public int EventCount { get; init; } = 3;

    /// <summary>What its events call their items; a number follows.</summary>
    public string ItemName { get; init; } = "Item";

    /// <summary>What the sizes of its items are multiples of, in bytes: item 0 has none of it, item 1 one, item 2 two.</summary>
    public long ItemSizeBytes { get; init; } = 1024;

    /// <summary>Where its events restore to; null for where the items were.</summary>
    public string? Target { get; init; }

    /// <summary>Text to send as the end time, whatever <see cref="EndTime"/> says.</summary>
    public string? EndTimeText { get; init; }

    /// <summary>JSON to send in place of the whole record.</summary>
    public string? Raw { get; init; }
}
