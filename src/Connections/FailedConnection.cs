namespace RestoreSessions.Connections;

/// <summary>A server that this runspace could not connect to.</summary>
/// <param name="server">Its name.</param>
/// <param name="why">The end of the sentence "it was not connected: …".</param>
/// <param name="timeUtc">When, UTC, by this machine's clock.</param>
internal sealed class FailedConnection(string server, string why, DateTime timeUtc)
{
    public string Server { get; } = server;

    public string Why { get; } = why;

    public DateTime TimeUtc { get; } = timeUtc;
}
