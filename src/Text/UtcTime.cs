namespace RestoreSessions.Text;

/// <summary>Reads what a property in UTC is set to.</summary>
internal static class UtcTime
{
    /// <summary>The moment in UTC. A time without a kind is UTC already.</summary>
    /// <remarks>PowerShell converts the text <c>2026-06-01T10:00:00Z</c> to local time, and the text without Z to a time without a kind.</remarks>
    public static DateTime Of(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
