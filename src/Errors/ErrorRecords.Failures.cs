using System.Management.Automation;
using RestoreSessions.Http;
using RestoreSessions.Text;

namespace RestoreSessions.Errors;

/// <content>The records of failed requests.</content>
internal static partial class ErrorRecords
{
    private static ErrorRecord ServerNotConnected(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.ConnectionError,
        target is RestoreSession named ? named.Id : target,
        $"{(target is RestoreOrganization ? "Organization" : "Restore session")} {(target is RestoreSession session ? session.Id.ToString() : VisibleText.Truncate(target?.ToString() ?? ""))} is on {VisibleText.Truncate(failure.Server)}, and there is no connection to that server. "
        + "No other server was asked. Connect to it with Connect-RestoreServer, or name a connection to it with -Connection.");

    private static ErrorRecord AmbiguousSession(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.InvalidArgument,
        target,
        $"Nothing was done{For(target)}: {Sentence(failure.Message)} Choose the server with -Connection.");

    private static ErrorRecord RestoreSessionNotFound(RestFailure failure, object target) => Make(
        failure,
        ErrorCategory.ObjectNotFound,
        target is RestoreSession session ? session.Id : target,
        $"{(failure.Asked is null ? $"{failure.Server} has no" : $"None of {failure.Asked} has")} restore session {(target is RestoreSession { Id: var id } ? id : target)}, or this user may not see it. Get-RestoreSession lists the sessions.");

    private static ErrorRecord RestoreSessionEventNotFound(RestFailure failure, object? target) => Make(
        failure,
        ErrorCategory.ObjectNotFound,
        target is RestoreSession session ? session.Id : target,
        $"{failure.Server} has no {failure.Message}, or this user may not see the session. Get-RestoreSessionEvent lists the events of a session.");

    private static ErrorRecord ServerUnreachable(RestFailure failure, object? target = null) => Make(
        failure, ErrorCategory.ConnectionError, target ?? failure.Server, failure switch
        {
            { Kind: FailureKind.ConnectionBroken } => $"The connection to {failure.Server} broke{For(target)}: {Sentence(failure.Message)} Try again.",
            { Proxy: null } => $"{failure.Server} could not be reached: {Sentence(failure.Message)} Check the name and the port (4443 by default), and that the REST service is turned on: "
                + "it is off by default (Veeam Backup for Microsoft 365, General Options, REST API).",
            _ => $"{failure.Server} could not be reached: {Sentence(failure.Message)} Check the proxy: -Proxy names one, and so do HTTPS_PROXY or the system's settings; NO_PROXY names servers "
                + "that are reached without.",
        });

    private static ErrorRecord ServerNotResponding(RestFailure failure) => Make(
        failure, ErrorCategory.ConnectionError, failure.Server,
        $"{failure.Server} is not responding: {Sentence(failure.Message)} Try again later, or connect with a larger -TimeoutSec.");

    private static ErrorRecord CertificateRejected(RestFailure failure) => Make(
        failure, ErrorCategory.SecurityError, failure.Server,
        $"The certificate of {(failure.Proxy is null ? failure.Server : $"the proxy {failure.Proxy}")} was rejected: {Sentence(failure.Message)} " + failure switch
        {
            { Proxy: not null } => $"-CertificateThumbprint is compared with the certificate of {failure.Server} alone: let this machine trust the proxy's, or name another proxy with -Proxy.",
            { Thumbprint: null } => "Another machine may be answering in place of the server. Ask the server's administrator whether the certificate has changed, and for its thumbprint.",
            _ => $"If the server's administrator confirms its SHA-256 thumbprint, pin it: Connect-RestoreServer -Server {failure.Server}{failure.Arguments} -CertificateThumbprint {failure.Thumbprint}",
        });

    private static ErrorRecord AuthenticationFailed(RestFailure failure) => Make(
        failure, ErrorCategory.AuthenticationError, failure.UserName ?? failure.ClientId,
        $"{failure.Server} refused " + failure switch
        {
            { UserName: not null } => $"the logon of {failure.UserName}: {Sentence(failure.Message)} Check the name (DOMAIN\\user or user@domain) and the password. "
                + "The REST API does not support multi-factor authentication (MFA): for such an account, use a service account.",
            { ClientId: not null } => $"the assertion of {failure.ClientId}: {Sentence(failure.Message)} Check -ClientId, and get a new assertion from the Microsoft identity platform: "
                + "this one may have expired or been used before.",
            _ => $"the access token: {Sentence(failure.Message)} Run Connect-RestoreServer again.",
        }
        + (failure.StatusCode == 403 ? " A server that is set to serve restore operators alone (version 8.5) refuses every other logon: if this one is, use -RestoreOperator." : ""));

    private static ErrorRecord ApiVersionNotServed(RestFailure failure) => Make(
        failure, ErrorCategory.NotImplemented, failure.Server,
        $"The connection to {failure.Server} cannot use the required version of the REST API: {Sentence(failure.Message)}");

    private static ErrorRecord RequestTimedOut(RestFailure failure, object? target) => Make(
        failure, ErrorCategory.OperationTimeout, target ?? failure.Request,
        $"{failure.Server} took too long{For(target)}: {Sentence(failure.Message)} Try again, or connect with a larger -TimeoutSec.");

    private static ErrorRecord UnexpectedAnswer(RestFailure failure, object? target) => Make(
        failure, ErrorCategory.InvalidData, target ?? failure.Request,
        $"{failure.Server} sent an answer that the REST API does not define{For(target)}: {Sentence(failure.Message)} Check the port (4443 by default), and whether a proxy answered in place of the server.");

    private static ErrorRecord AccessDenied(RestFailure failure, object? target) => Make(
        failure, ErrorCategory.PermissionDenied, target ?? failure.Request,
        $"{failure.Server} denied access{For(target)}: {Sentence(failure.Message)} Connect as a user who is allowed to do this."
        + (failure.NothingSucceededYet ? " So far, it has refused everything but the logon: that is what a server does that is set to serve restore operators alone (version 8.5)." : ""));

    private static ErrorRecord RequestRejected(RestFailure failure, object? target) => Make(
        failure, ErrorCategory.InvalidOperation, target ?? failure.Request,
        $"{failure.Server} rejected the request{For(target)}: {Sentence(failure.Message)} The error details contain the server's message, if it sent one.");

    private static ErrorRecord ServerFailed(RestFailure failure, object? target) => Make(
        failure, ErrorCategory.ResourceUnavailable, target ?? failure.Request,
        $"{failure.Server} failed{For(target)}: {Sentence(failure.Message)} Try again later, or look into the server's event log.");

    // Names the one item that an error concerns, where there are others.
    private static string For(object? target) => target switch
    {
        RestoreSession session => $" for restore session {session.Id}",
        Guid id => $" for restore session {id}",
        RestoreOrganization organization => $" for organization {VisibleText.Truncate(organization.ToString())}",
        _ => "",
    };
}
