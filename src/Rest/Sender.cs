using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>The one place that sends requests: time-outs, retries, and the meaning of every way to fail.</summary>
internal sealed class Sender
{
    private readonly HttpMessageInvoker _http;
    private readonly ConnectionSettings _settings;
    private readonly CancellationToken _closing;

    /// <param name="http">Sends one message; it follows no redirects and knows no time-out.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="closing">Ends whatever is under way, because the connection is being closed.</param>
    public Sender(HttpMessageInvoker http, ConnectionSettings settings, CancellationToken closing)
    {
        _http = http;
        _settings = settings;
        _closing = closing;
    }

    /// <summary>Sends a request and returns the answer as soon as its headers are there.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="note">Told of each request and retry, for -Verbose.</param>
    /// <param name="cancellation">Ends the request, a wait before a retry, and the reading of the answer.</param>
    /// <exception cref="RestFailure">There is no 2xx answer to be had.</exception>
    public async Task<Answer> SendAsync(ApiRequest request, Action<string> note, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                note($"{request.Method} {new Uri(_settings.Address.Uri, request.Path + request.Query)}");
                return await SendOnceAsync(request, cancellation).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (MayRepeat(request, failure, attempt))
            {
                await WaitAsync(failure, attempt, note, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next attempt: longer each time, at random so that many clients do not return at once.</summary>
    /// <param name="failure">Why there has to be another attempt.</param>
    /// <param name="attempt">0 after the first failure.</param>
    /// <param name="note">Told how long and why.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RestFailure">The connection is being closed.</exception>
    public async Task WaitAsync(RestFailure failure, int attempt, Action<string> note, CancellationToken cancellation)
    {
        TimeSpan pause = failure.RetryAfter ?? Backoff.Pause(attempt);
        note($"{failure.Request} on {failure.Server}: {failure.Message}; attempt {attempt + 2} of {_settings.MaximumRetryCount + 1} in {pause.TotalSeconds:0.0} s");
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing);
        try
        {
            await _settings.Clock.Delay(pause, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw RestFailure.Closed(failure.Server);
        }
    }

    /// <summary>A failure of a request on this connection. A cause that repeats a secret is left out.</summary>
    public RestFailure Fail(ApiRequest request, FailureKind kind, string detail, Exception? inner = null)
    {
        Exception? cause = inner is not null && _settings.Secrets.IsIn(inner.ToString()) ? null : inner;
        RestFailure failure = new(kind, _settings.Address.Name, _settings.Secrets.Redact(detail), cause) { Request = request.ToString() };

        // Whatever goes wrong then goes wrong because of it; the secrets may have been forgotten before they were struck out.
        return _closing.IsCancellationRequested ? RestFailure.Closed(failure.Server) : failure;
    }

    /// <summary>The failure of an answer that cannot be read. One that simply ends is taken for broken off, and may be whole another time.</summary>
    public RestFailure BadAnswer(ApiRequest request, Answer answer, JsonException why)
    {
        RestFailure failure = Fail(request, FailureKind.UnexpectedAnswer, JsonValues.Explain(why));
        failure.IsTransient = failure.BrokeOff = answer.IsAtEnd;
        return failure;
    }

    /// <summary>Whether one more attempt is allowed.</summary>
    /// <param name="attempt">0 after the first failure.</param>
    public bool MayRetry(int attempt) => attempt < _settings.MaximumRetryCount && !_closing.IsCancellationRequested;

    private bool MayRepeat(ApiRequest request, RestFailure failure, int attempt) =>
        MayRetry(attempt) && request.IsWorthRepeating && failure.IsTransient && (request.IsSafe || failure.NeverActedOn)
        && (failure.RetryAfter ?? TimeSpan.Zero) <= Backoff.LongestRetryAfter;

    private async Task<Answer> SendOnceAsync(ApiRequest request, CancellationToken cancellation)
    {
        Exchange exchange = new(_settings.Timeout, (kind, detail, cause) => Fail(request, kind, detail, cause), cancellation, _closing);
        try
        {
            return await SendAsync(request, exchange).ConfigureAwait(false);
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    private async Task<Answer> SendAsync(ApiRequest request, Exchange exchange)
    {
        using HttpRequestMessage message = request.ToMessage(_settings.Address.Uri);
        HttpResponseMessage response;
        try
        {
            exchange.BeginWait();
            response = await _http.SendAsync(message, exchange.Ending).ConfigureAwait(false);
            exchange.EndWait();
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or WebException or ObjectDisposedException)
        {
            exchange.ThrowIfEnded("before its answer");
            throw TransportFailure(request, e);
        }

        _settings.ServerTime.Observe(response.Headers.Date);
        Answer answer = new(response, await response.Content.ReadAsStreamAsync().ConfigureAwait(false), exchange);
        if (response.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await StatusFailure.ReadAsync(response, answer.Body, (kind, detail) => Fail(request, kind, detail), _settings.Secrets).ConfigureAwait(false);
        }
    }

    private RestFailure TransportFailure(ApiRequest request, Exception cause)
    {
        if (_settings.Certificates.Rejected is { } rejected && cause.Find<AuthenticationException>() is not null)
        {
            RestFailure untrusted = Fail(request, FailureKind.CertificateRejected, rejected.Reason, cause);
            untrusted.Thumbprint = rejected.Sha256;
            untrusted.NeverActedOn = true;
            return untrusted;
        }

        bool neverConnected = cause.Find<SocketException>()?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable
            or SocketError.NetworkUnreachable or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;
        bool isHandshake = cause.Find<AuthenticationException>() is not null;
        string why = Describe(cause) + ThroughProxy();
        RestFailure failure = Fail(request, FailureKind.ServerUnreachable, isHandshake ? $"no agreement on TLS 1.2 or later ({why})" : why, cause);
        failure.NeverActedOn = neverConnected;

        // A server that has answered before may be restarting; one that never has is likelier a typo, which should be told at once.
        failure.IsTransient = neverConnected ? _settings.ServerTime.IsKnown : !isHandshake;
        return failure;
    }

    // .NET names the address that refused, which may be a proxy's, in the exception around the system's; .NET Framework in the innermost one.
    private static string Describe(Exception cause) =>
        cause is HttpRequestException { InnerException: SocketException } ? cause.Message : cause.GetBaseException().Message;

    private string ThroughProxy() => _settings.Proxy?.GetProxy(_settings.Address.Uri) is { } proxy ? $" (through the proxy {proxy.Authority})" : "";
}
