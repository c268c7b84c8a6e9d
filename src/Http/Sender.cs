using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using RestoreSessions.Text;

namespace RestoreSessions.Http;

/// <summary>Sends the requests of a connection, and turns every exception and error status into a <see cref="RestFailure"/>.</summary>
/// <param name="http">Sends one message, without redirects and without a time-out.</param>
/// <param name="settings">The connection's settings.</param>
/// <param name="closing">Cancelled when the connection is closed.</param>
internal sealed class Sender(HttpMessageInvoker http, ConnectionSettings settings, CancellationToken closing)
{
    // The detail becomes part of an error message, and may contain text of the server.
    private const int LongestDetail = 500;

    private volatile bool _hasSucceeded;

    /// <summary>How often a request is repeated after a temporary failure.</summary>
    public int MaximumRetryCount => settings.MaximumRetryCount;

    /// <summary>Sends a request once, and returns the answer as soon as its headers have arrived.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellation">Cancels the request and the reading of the answer.</param>
    /// <exception cref="RestFailure">The server did not answer, or not with a 2xx status.</exception>
    public async Task<Response> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        RequestAttempt attempt = new(this, request, settings.Timeout, cancellation, closing);
        try
        {
            return await SendAsync(request, attempt).ConfigureAwait(false);
        }
        catch
        {
            attempt.Dispose();
            throw;
        }
    }

    /// <summary>Whether a request may be repeated. A logon that comes too often for the server is sent once more at most, because each may count towards the lock of the account.</summary>
    /// <param name="request">The request.</param>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="failures">How many attempts have failed.</param>
    public bool MayRetry(ApiRequest request, RestFailure failure, int failures) =>
        failures <= (request.IsLogon && failure.StatusCode == StatusFailure.TooManyRequests ? Math.Min(1, settings.MaximumRetryCount) : settings.MaximumRetryCount)
        && !closing.IsCancellationRequested
        && (failure.Retry == Retry.Always || (failure.Retry == Retry.IfSafe && request.IsSafe))
        && (failure.RetryAfter ?? TimeSpan.Zero) <= Backoff.LongestRetryAfter;

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="RestFailure">The connection is being closed.</exception>
    public async Task DelayAsync(TimeSpan pause, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing);
        try
        {
            await settings.Clock.Delay(pause, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw RestFailure.Closed(settings.Address.Name);
        }
    }

    /// <summary>Method and address of a request.</summary>
    public string Describe(ApiRequest request) => $"{request.Method} {new Uri(settings.Address.Uri, request.Path + request.Query)}";

    /// <summary>Makes the failure of a request. A cause that contains a secret is left out.</summary>
    public RestFailure Fail(ApiRequest request, FailureKind kind, string detail, Exception? inner = null)
    {
        Exception? cause = inner is not null && settings.Secrets.IsIn(inner.ToString()) ? null : inner;
        string shown = VisibleText.Of(settings.Secrets.Redact(detail));
        shown = shown.Length <= LongestDetail ? shown : shown.Substring(0, LongestDetail) + "...";
        RestFailure failure = new(kind, settings.Address.Name, shown, cause) { Request = request.ToString() };

        // Closing the connection makes its requests fail, and has dropped the secrets that would be removed from the message.
        return closing.IsCancellationRequested ? RestFailure.Closed(failure.Server) : failure;
    }

    private async Task<Response> SendAsync(ApiRequest request, RequestAttempt attempt)
    {
        using HttpRequestMessage message = request.ToMessage(settings.Address.Uri);
        HttpResponseMessage received;
        try
        {
            attempt.BeginWait();
            received = await http.SendAsync(message, attempt.Ending).ConfigureAwait(false);
            attempt.EndWait();
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or WebException or ObjectDisposedException or NotSupportedException)
        {
            // NotSupportedException: the scheme of the proxy.
            string? proxy = Transport.ProxyFor(settings.Proxy, message.RequestUri)?.Authority;
            attempt.ThrowIfEnded(isAnswering: false, proxy);
            throw TransportFailure(request, message, e, proxy);
        }

        settings.ServerTime.Observe(received.Headers.Date);
        Response response = new(received, await received.Content.ReadAsStreamAsync().ConfigureAwait(false), attempt);
        if (received.IsSuccessStatusCode)
        {
            _hasSucceeded = true;
            return response;
        }

        using (response)
        {
            // The body of an error is short, so all of it must arrive within the time-out.
            attempt.HasDeadline = true;
            RestFailure failure = await StatusFailure.ReadAsync(
                received, response.Body, (kind, detail) => Fail(request, kind, detail), settings.Secrets, request.IsLogon).ConfigureAwait(false);
            failure.NothingSucceededYet = !_hasSucceeded;
            throw failure;
        }
    }

    private RestFailure TransportFailure(ApiRequest request, HttpRequestMessage attempt, Exception cause, string? proxy)
    {
        bool isHandshake = cause.Find<AuthenticationException>() is not null;
        if (settings.Certificates.RejectedFor(attempt) is { } rejected)
        {
            RestFailure untrusted = Fail(request, FailureKind.CertificateRejected, rejected.Reason, cause);
            untrusted.Thumbprint = rejected.Sha256;
            return untrusted;
        }

        if (isHandshake && proxy is not null && settings.Certificates.RejectedProxy is { } rejectedProxy)
        {
            RestFailure untrusted = Fail(request, FailureKind.CertificateRejected, rejectedProxy.Reason, cause);
            untrusted.Proxy = proxy;
            return untrusted;
        }

        bool neverConnected = cause.Find<SocketException>()?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable
            or SocketError.NetworkUnreachable or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;
        string why = Describe(cause);
        string? ofProxy = proxy is null ? null : ProxyFailure.Describe(proxy, cause, why, neverConnected);
        bool wasReached = !neverConnected && !isHandshake && ofProxy is null && cause is not NotSupportedException;
        RestFailure failure = Fail(
            request, wasReached ? FailureKind.ConnectionBroken : FailureKind.ServerUnreachable, ofProxy ?? (isHandshake ? $"no agreement on TLS 1.2 or later ({why})" : why) + (proxy is null ? "" : $" (through the proxy {proxy})"), cause);
        failure.Proxy = ofProxy is null ? null : proxy;

        // A server that has answered before may be restarting. If it never has, the name is probably wrong, and the user should see that at once.
        bool isHopeless = isHandshake || cause is NotSupportedException;
        failure.Retry = neverConnected ? (settings.ServerTime.IsKnown ? Retry.Always : Retry.Never) : isHopeless ? Retry.Never : Retry.IfSafe;
        return failure;
    }

    // The message with the address, which may be a proxy's, is that of the HttpRequestException on .NET and of the innermost exception on .NET Framework.
    private static string Describe(Exception cause) =>
        cause is HttpRequestException { InnerException: SocketException } ? cause.Message : cause.GetBaseException().Message;
}
