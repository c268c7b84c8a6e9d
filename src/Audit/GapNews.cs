namespace RestoreSessions.Audit;

/// <summary>What there is to say of a session that could not be read.</summary>
internal enum GapNews
{
    /// <summary>It is an error, and the next run reads the session again.</summary>
    Unread,

    /// <summary>The server no longer has the session, and so the trail has all that can be known.</summary>
    Gone,

    /// <summary>Nothing: that has been said.</summary>
    Known,
}
