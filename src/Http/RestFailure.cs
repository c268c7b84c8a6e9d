namespace RestoreSessions.Http;

/// <summary>The ways in which a request can fail. Each has its error record in <c>Errors/ErrorRecords.cs</c>.</summary>
internal enum FailureKind
{
    NotConnected,
    ServerNotConnected,
    ServerUnreachable,

    /// <summary>The connection broke before the answer; the server had been reached.</summary>
    ConnectionBroken,

    /// <summary>So many requests went without an answer that the command asks no more.</summary>
    ServerNotResponding,
    CertificateRejected,
    AuthenticationFailed,
    ApiVersionNotServed,
    RequestTimedOut,
    UnexpectedAnswer,
    AccessDenied,
    NotFound,
    EventNotFound,

    /// <summary>Several servers have the session, or may have it, and the command would act on one of them.</summary>
    AmbiguousSession,
    RequestRejected,
    ServerFailed,
}

/// <summary>A failed request. <c>Errors/ErrorRecords.cs</c> makes the error record and its message from it.</summary>
internal sealed class RestFailure(FailureKind kind, string server, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>The failure of a request on a connection that was closed before or during it.</summary>
    public static RestFailure Closed(string server) => new(FailureKind.NotConnected, server, "the connection has been closed");

    /// <summary>There is no connection to the server that an object came from. No other server is asked for it.</summary>
    public static RestFailure NoConnectionTo(string server) => new(FailureKind.ServerNotConnected, server, "there is no connection to it");

    /// <summary>It is not certain which server's session is meant.</summary>
    /// <param name="server">The first server that has it.</param>
    /// <param name="why">Which other one has it, or could not be asked.</param>
    public static RestFailure Ambiguous(string server, string why) => new(FailureKind.AmbiguousSession, server, why);

    /// <summary>A server is given up after so many requests in a row that it has not answered.</summary>
    /// <param name="last">The last of them.</param>
    /// <param name="requests">How many.</param>
    public static RestFailure NotResponding(RestFailure last, int requests) =>
        new(FailureKind.ServerNotResponding, last.Server, $"it has answered none of the last {requests} requests. The last one failed because {last.Message}", last.InnerException);

    public FailureKind Kind { get; } = kind;

    /// <summary>The server as the user typed it.</summary>
    public string Server { get; } = server;

    /// <summary>The servers, in one text, of which none has what was asked for; null where it is only the one.</summary>
    public string? Asked { get; set; }

    /// <summary>Method and path of the request, without its query; null if there was no request.</summary>
    public string? Request { get; set; }

    public int? StatusCode { get; set; }

    /// <summary>The server's message in one line; null when it sent none.</summary>
    public string? ServerMessage { get; set; }

    /// <summary>The SHA-256 thumbprint of a rejected certificate; null if the error must not offer it for pinning.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>What Connect-RestoreServer was given beside the server and its certificate, to be repeated in a command; empty where nothing is known.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Host and port of the proxy that is the cause, and not the server; null where it is not.</summary>
    public string? Proxy { get; set; }

    /// <summary>The user whose logon was refused; null when an access token or an assertion was.</summary>
    public string? UserName { get; set; }

    /// <summary>The client id whose assertion was refused; null when anything else was.</summary>
    public string? ClientId { get; set; }

    /// <summary>Whether no request of the connection has succeeded but the logon.</summary>
    public bool NothingSucceededYet { get; set; }

    /// <summary>The Retry-After of the answer; null when it had none.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether the request may be repeated.</summary>
    public Retry Retry { get; set; }

    /// <summary>The same failure as another kind, and with another detail if one is given; the request is not repeated.</summary>
    public RestFailure As(FailureKind kind, string? detail = null) =>
        new(kind, Server, detail ?? Message, InnerException) { Request = Request, StatusCode = StatusCode, ServerMessage = ServerMessage };
}

/// <summary>Which requests may be repeated after a failure.</summary>
internal enum Retry
{
    /// <summary>None: the request would fail again.</summary>
    Never,

    /// <summary>Requests that change nothing: the server may have carried out this one.</summary>
    IfSafe,

    /// <summary>All requests: the server has not carried out this one.</summary>
    Always,
}
