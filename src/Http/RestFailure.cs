using System;

namespace RestoreSessions.Http;

/// <summary>What can go wrong between the module and a server. Each has its error record in <c>Pipeline/Errors.cs</c>.</summary>
internal enum FailureKind
{
    NotConnected,
    ServerUnreachable,
    CertificateRejected,
    AuthenticationFailed,
    ApiVersionNotServed,
    RequestTimedOut,
    UnexpectedAnswer,
    AccessDenied,
    NotFound,
    RequestRejected,
    ServerFailed,
}

/// <summary>The facts of a failed request. The pipeline makes the error record, and its message, from them.</summary>
internal sealed class RestFailure(FailureKind kind, string server, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>The connection was closed, before a request or during it.</summary>
    public static RestFailure Closed(string server) => new(FailureKind.NotConnected, server, "the connection has been closed");

    public FailureKind Kind { get; } = kind;

    /// <summary>The server as the user typed it.</summary>
    public string Server { get; } = server;

    /// <summary>Method and path of the request, without its query; null where no request was made.</summary>
    public string? Request { get; set; }

    public int? StatusCode { get; set; }

    /// <summary>The server's own words, one line; null when it sent none.</summary>
    public string? ServerMessage { get; set; }

    /// <summary>The thumbprint to pin, of a certificate that was rejected; null where none should be offered.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>The user whose logon was refused; null when an access token was.</summary>
    public string? UserName { get; set; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether the request may be sent once more.</summary>
    public Repeat Repeat { get; set; }

    /// <summary>The same facts, of another kind; the request is not repeated.</summary>
    public RestFailure As(FailureKind kind) =>
        new(kind, Server, Message, InnerException) { Request = Request, StatusCode = StatusCode, ServerMessage = ServerMessage };
}

/// <summary>After which failures a request may be sent once more, because the cause may pass.</summary>
internal enum Repeat
{
    /// <summary>The failure would come again.</summary>
    Never,

    /// <summary>The server may have acted on the request: only one that changes nothing.</summary>
    IfSafe,

    /// <summary>The server certainly did not act on the request.</summary>
    Always,
}
