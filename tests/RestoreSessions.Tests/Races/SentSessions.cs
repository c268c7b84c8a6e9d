using FakeServer;

namespace RestoreSessions.Tests.Races;

/// <summary>What a server sends of its sessions, to compare every field of what came out with.</summary>
internal sealed class SentSessions
{
    private readonly Dictionary<Guid, Fields> _sent;
    private readonly string _server;

    /// <param name="server">Its sessions must not change from now on.</param>
    /// <param name="version">The version of the API that is spoken.</param>
    public SentSessions(RestoreServer server, int version)
    {
        _server = server.Server;
        _sent = Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i]).ToDictionary(sent => sent.Id, sent => Fields.Of(sent, version));
    }

    /// <summary>Names the first field of the first session that is not as it was sent, or a session that came twice; null where all is right.</summary>
    public string? FindDifference(IEnumerable<RestoreSession> got)
    {
        HashSet<Guid> seen = [];
        foreach (RestoreSession session in got)
        {
            if (!seen.Add(session.Id))
            {
                return $"session {session.Id} came twice";
            }

            if (!_sent.TryGetValue(session.Id, out Fields? sent))
            {
                return $"session {session.Id} was never sent";
            }

            Fields read = Fields.Of(session);
            if (read != sent || session.Server != _server)
            {
                return $"session {session.Id} of {session.Server} came as {read} and was sent as {sent}";
            }
        }

        return null;
    }

    private sealed record Fields(
        string? Name, string? Organization, string Type, DateTime Start, DateTime? End, string State, string Result,
        string? InitiatedBy, string? Details, string? ScopeName, string? ClientHost, string? Reason, long? ETag)
    {
        public static Fields Of(SessionRecord sent, int version) => new(
            sent.Name, sent.Organization, sent.Type, sent.CreationTime, sent.EndTime, sent.State, sent.Result, sent.InitiatedBy, sent.Details,
            version >= 6 ? "" : null, version >= 6 ? "BXYDEV01 (via: 10.0.0.1)" : null, version >= 6 ? sent.Reason : null, version >= 8 ? sent.CreationTime.Ticks : null);

        public static Fields Of(RestoreSession read) => new(
            read.Name, read.Organization, read.Type, read.CreationTimeUtc, read.EndTimeUtc, read.State, read.Result, read.InitiatedBy, read.Details,
            read.ScopeName, read.ClientHost, read.Reason, read.ETag);
    }
}
