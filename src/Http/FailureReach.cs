namespace RestoreSessions.Http;

/// <summary>How far a failed request reaches. This table is the only place that decides it.</summary>
internal static class FailureReach
{
    private static readonly Dictionary<FailureKind, (Reach Reach, bool MayPass)> Table = new()
    {
        [FailureKind.ServerNotConnected] = (Reach.Item, false),
        [FailureKind.AmbiguousSession] = (Reach.Item, false),
        [FailureKind.NotFound] = (Reach.Item, false),
        [FailureKind.EventNotFound] = (Reach.Item, false),
        [FailureKind.AccessDenied] = (Reach.Item, false),
        [FailureKind.RequestRejected] = (Reach.Item, false),
        [FailureKind.ServerFailed] = (Reach.Item, true),
        [FailureKind.RequestTimedOut] = (Reach.Item, true),
        [FailureKind.UnexpectedAnswer] = (Reach.Item, true),
        [FailureKind.ConnectionBroken] = (Reach.Item, true),
        [FailureKind.ServerUnreachable] = (Reach.Server, true),
        [FailureKind.ServerNotResponding] = (Reach.Server, true),
        [FailureKind.NotConnected] = (Reach.Server, false),
        [FailureKind.CertificateRejected] = (Reach.Server, false),
        [FailureKind.AuthenticationFailed] = (Reach.Server, false),
        [FailureKind.ApiVersionNotServed] = (Reach.Server, false),
    };

    /// <summary>What else fails with a request for one item. A listing that fails always costs its server's part: a list that is not whole must not look whole.</summary>
    public static Reach Of(RestFailure failure) => Table[failure.Kind].Reach;

    /// <summary>Whether the same request may succeed some seconds later: the failures that a restart of the server causes.</summary>
    public static bool MayPass(RestFailure failure) => Table[failure.Kind].MayPass;

    /// <summary>Whether the failure took a time-out, or repeated requests, to show. Many of these one after the other would take hours.</summary>
    public static bool CostsTime(RestFailure failure) => failure.Kind == FailureKind.RequestTimedOut || failure.Retry != Retry.Never;
}

/// <summary>What a failure makes impossible.</summary>
internal enum Reach
{
    /// <summary>The one session, event or organization that was asked for.</summary>
    Item,

    /// <summary>Everything that the command wants from that server.</summary>
    Server,
}
