namespace RestoreSessions.Audit;

/// <summary>A line that has not been written, because what it says may still change.</summary>
internal sealed class HeldLine
{
    /// <summary>What it records.</summary>
    public AuditRecord Kind { get; set; }

    /// <summary>The event; empty for the lines of the session itself.</summary>
    public Guid Id { get; set; }

    /// <summary>The line, with the number 0.</summary>
    public byte[] Line { get; set; } = Array.Empty<byte>();
}
