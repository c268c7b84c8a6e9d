using System.Management.Automation;
using System.Runtime.CompilerServices;
using RestoreSessions.Http;
using RestoreSessions.Text;

namespace RestoreSessions.Errors;

/// <summary>Makes every error record of the module. The error id is the name of the method.</summary>
/// <remarks>A message contains what failed, on which server, and what to do next. The error details add the server's own message.</remarks>
internal static partial class ErrorRecords
{
    /// <summary>The record for a failed request.</summary>
    /// <param name="failure">The facts.</param>
    /// <param name="target">The object that the request was for; by default the server or the request.</param>
    public static ErrorRecord From(RestFailure failure, object? target = null) => failure.Kind switch
    {
        FailureKind.NotConnected => NotConnected(failure),
        FailureKind.ServerNotConnected => ServerNotConnected(failure, target),
        FailureKind.ServerUnreachable => ServerUnreachable(failure),
        FailureKind.ConnectionBroken => ServerUnreachable(failure, target),
        FailureKind.ServerNotResponding => ServerNotResponding(failure),
        FailureKind.CertificateRejected => CertificateRejected(failure),
        FailureKind.AuthenticationFailed => AuthenticationFailed(failure),
        FailureKind.ApiVersionNotServed => ApiVersionNotServed(failure),
        FailureKind.RequestTimedOut => RequestTimedOut(failure, target),
        FailureKind.UnexpectedAnswer => UnexpectedAnswer(failure, target),
        FailureKind.AmbiguousSession => AmbiguousSession(failure, target),
        FailureKind.EventNotFound => RestoreSessionEventNotFound(failure, target),
        FailureKind.NotFound when target is Guid or RestoreSession => RestoreSessionNotFound(failure, target),
        FailureKind.AccessDenied => AccessDenied(failure, target),
        FailureKind.ServerFailed => ServerFailed(failure, target),
        _ => RequestRejected(failure, target),
    };

    public static ErrorRecord NotConnected(RestFailure? failure = null) => failure is null
        ? Make(message => new InvalidOperationException(message), "There is no connection to a server. Run Connect-RestoreServer first, or name one with -Connection.", ErrorCategory.ConnectionError, null)
        : Make(failure, ErrorCategory.ConnectionError, failure.Server, $"The connection to {failure.Server} has been closed. Run Connect-RestoreServer again.");

    public static ErrorRecord InvalidServer(string server, string why) => Make(
        message => new ArgumentException(message),
        $"'{VisibleText.Truncate(server)}' is not a valid server address: {why}.", ErrorCategory.InvalidArgument, server);

    /// <param name="server">The server whose port it is; null for that of the command line.</param>
    public static ErrorRecord InvalidPort(string? server) => Make(
        message => new ArgumentException(message),
        $"The port{Of(server)} is not a whole number from 1 to 65535. Leave it out for the usual one.", ErrorCategory.InvalidArgument, server);

    /// <param name="thumbprint">What was given.</param>
    /// <param name="server">The server whose thumbprint it is; null for that of the command line.</param>
    public static ErrorRecord InvalidThumbprint(string thumbprint, string? server = null) => Make(
        message => new ArgumentException(message),
        $"'{VisibleText.Truncate(thumbprint)}'{Of(server)} is not a valid certificate thumbprint. A SHA-1 thumbprint has 40 hexadecimal digits, a SHA-256 thumbprint 64.",
        ErrorCategory.InvalidArgument, thumbprint);

    public static ErrorRecord InvalidAccessToken() => Make(
        message => new ArgumentException(message),
        "-AccessToken is empty, or contains a character that is not valid in a token, such as a space or a line break. Copy the whole token and nothing else.",
        ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InvalidProxy(Uri? proxy) => Make(
        message => new ArgumentException(message),
        "-Proxy must be an address such as http://proxy.contoso.local:8080, without a user name or password: use -ProxyCredential for those.",
        ErrorCategory.InvalidArgument,
        proxy is { IsAbsoluteUri: true } ? proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null);

    public static ErrorRecord InvalidTimeRange(string from, string to) => Make(
        message => new ArgumentException(message),
        $"-{from} is later than -{to}, so no session can match. Swap them.", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InvalidReportPath(string path, Exception why) => Make(
        message => new ArgumentException(message, why),
        $"'{path}' is not a valid file path: {Sentence(why.Message)}", ErrorCategory.InvalidArgument, path);

    /// <param name="position">That of the input that is left out, from 1; null when nothing is left.</param>
    public static ErrorRecord InvalidReportInput(int? position = null) => Make(
        message => new ArgumentException(message),
        (position is null ? "The report was not written: no input is a restore session." : $"Input {position} is not a restore session, and is left out of the report.")
            + " Pipe what Get-RestoreSession returns.",
        ErrorCategory.InvalidArgument,
        position);

    /// <param name="parameter">That of the period which is asked for, too.</param>
    public static ErrorRecord InvalidReportInput(string parameter) => Make(
        message => new ArgumentException(message),
        $"The report was not written: sessions come down the pipeline, and -{parameter} asks for all of a period. Give one of the two. $PSDefaultParameterValues may have given the period.",
        ErrorCategory.InvalidArgument,
        null);

    public static ErrorRecord ReportExists(string path) => Make(
        message => new System.IO.IOException(message),
        $"The report was not written: '{path}' exists. Choose another name, or replace it by running the command without -NoClobber.", ErrorCategory.ResourceExists, path);

    public static ErrorRecord ReportNotWritten(string path, Exception why) => Make(
        message => new System.IO.IOException(message, why),
        $"The report '{path}' was not written: {Sentence(why.Message)}", ErrorCategory.WriteError, path);

    /// <param name="name">Its name or identifier.</param>
    /// <param name="like">Names that are like it; empty for none.</param>
    public static ErrorRecord RestoreOrganizationNotFound(string name, string like = "") => Make(
        message => new System.Management.Automation.ItemNotFoundException(message),
        $"No connected server has an organization '{VisibleText.Truncate(name)}'.{(like.Length > 0 ? $" Like it are: {like}." : "")} Get-RestoreOrganization lists the organizations.",
        ErrorCategory.ObjectNotFound, name);

    /// <param name="name">The organization.</param>
    /// <param name="servers">The servers that have it.</param>
    /// <param name="unasked">Those that may have it, too, and could not be asked.</param>
    public static ErrorRecord AmbiguousOrganization(string name, IEnumerable<string> servers, IReadOnlyCollection<string> unasked) => Make(
        message => new ArgumentException(message),
        (unasked.Count == 0
            ? $"Several servers have an organization '{VisibleText.Truncate(name)}': {string.Join(", ", servers)}."
            : $"An organization '{VisibleText.Truncate(name)}' is on {string.Join(", ", servers)}, and may be on {string.Join(", ", unasked)}, too, which could not be asked.")
            + " No session was started. Choose the server with -Connection.",
        ErrorCategory.InvalidArgument, name);

    public static ErrorRecord AmbiguousConnection(string servers) => Make(
        message => new ArgumentException(message),
        $"Several servers are connected: {servers}. Choose one with -Connection.", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord OrganizationWithoutId(RestoreOrganization target) => Make(
        message => new ArgumentException(message),
        $"{target.Server} sent no identifier for the organization '{VisibleText.Truncate(target.Name ?? "")}', so no session of it can be started.", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord OrganizationWithoutName(RestoreOrganization target) => Make(
        message => new ArgumentException(message),
        $"The organization {target.Id} has no name, by which sessions say whose they are. Pipe what Get-RestoreOrganization returns.", ErrorCategory.InvalidArgument, target);

    /// <param name="session">As it was last seen.</param>
    /// <param name="seconds">That it was waited for.</param>
    /// <param name="why">Why it could not be seen at the end; null where it could.</param>
    public static ErrorRecord WaitTimedOut(RestoreSession session, int seconds, string? why) => Make(
        message => new TimeoutException(message),
        why is null
            ? $"Restore session {session.Id} on {session.Server} is still {VisibleText.Truncate(session.State)} after {seconds} s. Continue to wait with Wait-RestoreSession, or end it with Stop-RestoreSession."
            : $"Restore session {session.Id} on {session.Server} was not seen to stop within {seconds} s, and at the end it could not be looked at: {Sentence(why)} Continue to wait with Wait-RestoreSession once the server can be reached.",
        ErrorCategory.OperationTimeout, session);

    public static ErrorRecord RestoreSessionNotStopped(RestoreSession session) => Make(
        message => new TimeoutException(message),
        $"{session.Server} took the request to stop restore session {session.Id}, but some seconds later the session is still {VisibleText.Truncate(session.State)}. Wait for it with Wait-RestoreSession, or stop it again.",
        ErrorCategory.OperationTimeout, session);

    /// <param name="server">The server that was given up; an error before this one says why.</param>
    /// <param name="sessions">How many of its sessions were not asked for, or whose answers were not waited for.</param>
    public static ErrorRecord SessionsLeftOut(string server, int sessions) => Make(
        message => new InvalidOperationException(message),
        $"{sessions} {(sessions == 1 ? "session" : "sessions")} of {VisibleText.Truncate(server)} {(sessions == 1 ? "was" : "were")} left out, for the reason in the error before this one. When that is mended, run the command again.",
        ErrorCategory.ConnectionError, server);

    private static ErrorRecord Make(RestFailure failure, ErrorCategory category, object? target, string message, [CallerMemberName] string id = "")
    {
        RestoreServerException exception = new(VisibleText.Of(message), failure.InnerException)
        {
            Server = failure.Server,
            StatusCode = failure.StatusCode,
            ServerMessage = failure.ServerMessage,
        };
        ErrorRecord record = Make(exception, category, target, id);
        if (failure.ServerMessage is not null)
        {
            record.ErrorDetails = new ErrorDetails($"{exception.Message} The server's message: {failure.ServerMessage}");
        }

        return record;
    }

    // The message becomes visible where the exception is made: Get-Error and a detailed view show the exception's own.
    private static ErrorRecord Make(Func<string, Exception> exception, string message, ErrorCategory category, object? target, [CallerMemberName] string id = "") =>
        Make(exception(VisibleText.Of(message)), category, target, id);

    private static ErrorRecord Make(Exception exception, ErrorCategory category, object? target, string id)
    {
        ErrorRecord record = new(exception, id, category, target);
        record.CategoryInfo.TargetName = VisibleText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    private static string Of(string? server) => server is null ? "" : $" of '{VisibleText.Truncate(server)}'";

    private static string Sentence(string text) => text.Length == 0 || text[text.Length - 1] is '.' or '!' ? text : text + ".";
}
