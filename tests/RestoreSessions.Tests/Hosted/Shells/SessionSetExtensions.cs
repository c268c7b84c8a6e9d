using FakeServer;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a test compares listings with.</summary>
internal static class SessionSetExtensions
{
    /// <summary>The identifiers of all sessions, in the server's order.</summary>
    public static IEnumerable<Guid> AllIds(this SessionSet sessions) => Enumerable.Range(0, sessions.Count).Select(i => sessions[i].Id);
}
