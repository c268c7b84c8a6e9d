namespace RestoreSessions.Report;

/// <summary>What became of a session, or of something done in it.</summary>
internal enum Outcome
{
    Success,
    Warning,
    Failed,
    Working,

    /// <summary>A word of the server that no one has seen yet, or none.</summary>
    Other,
}
