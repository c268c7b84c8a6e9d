using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Makes every error record of the module. The error id is the name of the method.</summary>
/// <remarks>A message says what failed, on which server, and what to do next. The server's own words stand in the error details.</remarks>
internal static class Errors
{
    private const int LongestShown = 100;

    /// <summary>The record for whatever went wrong between the module and a server.</summary>
    /// <param name="failure">The facts.</param>
    /// <param name="target">The object that was worked on; by default the server or the request.</param>
    public static ErrorRecord From(RestFailure failure, object? target = null) => failure.Kind switch
    {
        FailureKind.NotConnected => NotConnected(failure),
        FailureKind.ServerUnreachable => ServerUnreachable(failure),
        FailureKind.CertificateRejected => CertificateRejected(failure),
        FailureKind.AuthenticationFailed => AuthenticationFailed(failure),
        FailureKind.ApiVersionNotServed => ApiVersionNotServed(failure),
        FailureKind.RequestTimedOut => RequestTimedOut(failure),
        FailureKind.UnexpectedAnswer => UnexpectedAnswer(failure),
        FailureKind.NotFound when target is Guid or RestoreSession => RestoreSessionNotFound(failure, target),
        FailureKind.AccessDenied => AccessDenied(failure, target),
        FailureKind.ServerFailed => ServerFailed(failure, target),
        _ => RequestRejected(failure, target),
    };

    /// <summary>Whether a failure says nothing about the next input of a pipeline.</summary>
    public static bool ConcernsOneItem(RestFailure failure) =>
        failure.Kind is FailureKind.NotFound or FailureKind.AccessDenied or FailureKind.RequestRejected or FailureKind.ServerFailed;

    public static ErrorRecord NotConnected(RestFailure? failure = null) => failure is null
        ? Make(new InvalidOperationException("There is no connection to a server. Run Connect-RestoreServer first, or name one with -Connection."), ErrorCategory.ConnectionError, null)
        : Make(failure, ErrorCategory.ConnectionError, failure.Server, $"The connection to {failure.Server} has been closed. Run Connect-RestoreServer again.");

    public static ErrorRecord InvalidServer(string server, string why) => Make(
        new ArgumentException($"'{Shown(server)}' cannot be connected to: {why}."), ErrorCategory.InvalidArgument, server);

    public static ErrorRecord InvalidThumbprint(string thumbprint) => Make(
        new ArgumentException($"'{Shown(thumbprint)}' is no certificate thumbprint: give the 40 hexadecimal digits of a SHA-1 or the 64 of a SHA-256 one."),
        ErrorCategory.InvalidArgument, thumbprint);

    public static ErrorRecord InvalidAccessToken() => Make(
        new ArgumentException("-AccessToken is empty, or holds characters that no token has, such as a space or the end of a line. Take it over whole and alone."), ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InvalidProxy(Uri? proxy) => Make(
        new ArgumentException("-Proxy has to be an address such as http://proxy.contoso.local:8080, without a user name or password: give those with -ProxyCredential."),
        ErrorCategory.InvalidArgument,
        proxy is { IsAbsoluteUri: true } ? proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null);

    public static ErrorRecord InvalidTimeRange(string from, string to) => Make(
        new ArgumentException($"-{from} is later than -{to}, so that no session can match. Exchange the two."), ErrorCategory.InvalidArgument, null);

    public static ErrorRecord InvalidReportPath(string path, Exception why) => Make(
        new ArgumentException($"'{path}' is no path of a file: {Sentence(why.Message)}", why), ErrorCategory.InvalidArgument, path);

    public static ErrorRecord ReportExists(string path) => Make(
        new System.IO.IOException($"The report was not written: '{path}' exists. Choose another name, or leave -NoClobber out to replace it."), ErrorCategory.ResourceExists, path);

    public static ErrorRecord ReportNotWritten(string path, Exception why) => Make(
        new System.IO.IOException($"The report '{path}' was not written: {Sentence(why.Message)}", why), ErrorCategory.WriteError, path);

    public static ErrorRecord RestoreOrganizationNotFound(string name) => Make(
        new System.Management.Automation.ItemNotFoundException($"No connected server has an organization '{name}'. Get-RestoreOrganization lists those there are."),
        ErrorCategory.ObjectNotFound,
        name);

    public static ErrorRecord AmbiguousOrganization(string name, string servers) => Make(
        new ArgumentException($"Several servers have an organization '{name}': {servers}. Choose one with -Connection."), ErrorCategory.InvalidArgument, name);

    public static ErrorRecord OrganizationWithoutId(RestoreOrganization target) => Make(
        new ArgumentException($"{target.Server} gives '{target.Name}' no identifier, and so no session of it can be started."), ErrorCategory.InvalidArgument, target);

    public static ErrorRecord WaitTimedOut(RestoreSession session, int seconds) => Make(
        new TimeoutException($"Restore session {session.Id} on {session.Server} is still {session.State} after {seconds} s. Wait on with Wait-RestoreSession, or end it with Stop-RestoreSession."),
        ErrorCategory.OperationTimeout,
        session);

    private static ErrorRecord RestoreSessionNotFound(RestFailure failure, object target) => Make(
        failure,
        ErrorCategory.ObjectNotFound,
        target is RestoreSession session ? session.Id : target,
        $"{failure.Server} has no restore session {(target is RestoreSession { Id: var id } ? id : target)}, or this user may not see it. Get-RestoreSession lists those there are.");

    private static ErrorRecord ServerUnreachable(RestFailure failure) => Make(
        failure,
        ErrorCategory.ConnectionError,
        failure.Server,
        $"{failure.Server} could not be reached: {Sentence(failure.Message)} Check the name and the port (4443 by default), and that the REST service is on: "
        + "it is off by default (Veeam Backup for Microsoft 365, General Options, REST API).");

    private static ErrorRecord CertificateRejected(RestFailure failure) => Make(
        failure,
        ErrorCategory.SecurityError,
        failure.Server,
        $"The certificate of {failure.Server} was rejected: {Sentence(failure.Message)} " + (failure.Thumbprint is null
            ? "Somebody may stand between. Ask the server's administrator whether the certificate has changed, and for its thumbprint."
            : $"If its SHA-256 thumbprint is the one that the server's administrator knows, pin it: Connect-RestoreServer -Server {failure.Server} -CertificateThumbprint {failure.Thumbprint}"));

    private static ErrorRecord AuthenticationFailed(RestFailure failure) => Make(
        failure,
        ErrorCategory.AuthenticationError,
        failure.UserName,
        failure.UserName is null
            ? $"{failure.Server} refused the access token: {Sentence(failure.Message)} Run Connect-RestoreServer again."
            : $"{failure.Server} refused the logon of {failure.UserName}: {Sentence(failure.Message)} Check the name (DOMAIN\\user or user@domain) and the password. "
            + "An account with multi-factor authentication has to be a service account: the REST API does not support MFA.");

    private static ErrorRecord ApiVersionNotServed(RestFailure failure) => Make(
        failure,
        ErrorCategory.NotImplemented,
        failure.Server,
        $"{failure.Server} does not serve the version of the REST API that this needs: {Sentence(failure.Message)} Connect with -ApiVersion set to a version that it serves, or leave it out.");

    private static ErrorRecord RequestTimedOut(RestFailure failure) => Make(
        failure,
        ErrorCategory.OperationTimeout,
        failure.Request,
        $"{failure.Server} took too long: {Sentence(failure.Message)} Try again, or connect with a larger -TimeoutSec.");

    private static ErrorRecord UnexpectedAnswer(RestFailure failure) => Make(
        failure,
        ErrorCategory.InvalidData,
        failure.Request,
        $"{failure.Server} sent an answer that is not the API's: {Sentence(failure.Message)} Check that no proxy stands between, and that the port is the REST API's (4443 by default).");

    private static ErrorRecord AccessDenied(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.PermissionDenied,
        target ?? failure.Request,
        $"{failure.Server} denied access: {Sentence(failure.Message)} Connect as a user who may do this.");

    private static ErrorRecord RequestRejected(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.InvalidOperation,
        target ?? failure.Request,
        $"{failure.Server} rejected the request: {Sentence(failure.Message)} Its own words, if it sent any, tell why.");

    private static ErrorRecord ServerFailed(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.ResourceUnavailable,
        target ?? failure.Request,
        $"{failure.Server} failed: {Sentence(failure.Message)} Try again later; its event log may tell more.");

    private static ErrorRecord Make(RestFailure failure, ErrorCategory category, object? target, string message, [CallerMemberName] string id = "")
    {
        RestoreServerException exception = new(message, failure.InnerException)
        {
            Server = failure.Server,
            StatusCode = failure.StatusCode,
            ServerMessage = failure.ServerMessage,
        };
        ErrorRecord record = Make(exception, category, target, id);
        if (failure.ServerMessage is not null)
        {
            record.ErrorDetails = new ErrorDetails($"{message} The server says: {failure.ServerMessage}");
        }

        return record;
    }

    private static ErrorRecord Make(Exception exception, ErrorCategory category, object? target, [CallerMemberName] string id = "")
    {
        // What stands in the details is shown in place of the message.
        string visible = VisibleText.Of(exception.Message);
        ErrorRecord record = new(exception, id, category, target) { ErrorDetails = visible == exception.Message ? null : new ErrorDetails(visible) };
        record.CategoryInfo.TargetName = VisibleText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    // What a user typed may be of any length.
    private static string Shown(string text) => VisibleText.Of(text.Length <= LongestShown ? text : text.Substring(0, LongestShown) + "...");

    private static string Sentence(string text) => text.Length == 0 || text[text.Length - 1] is '.' or '!' ? text : text + ".";
}
