using System.Net;

namespace RestoreSessions.Http;

/// <summary>Makes a failure of an answer with another status than 2xx.</summary>
internal static class StatusFailure
{
    /// <summary>The status of a request that comes too often (RFC 6585), which .NET Standard 2.0 does not define.</summary>
    public const int TooManyRequests = 429;

    // .NET Framework makes an answer of it, and .NET an exception (ProxyFailure).
    private const int ProxyAuthenticationRequired = (int)HttpStatusCode.ProxyAuthenticationRequired;

    /// <summary>The failure for an answer. Its kind depends on the status alone; the body only adds the server's message.</summary>
    public static async Task<RestFailure> ReadAsync(
        HttpResponseMessage response, Stream body, Func<FailureKind, string, RestFailure> fail, Secrets secrets, bool isLogon)
    {
        int status = (int)response.StatusCode;
        RestFailure failure = fail(
            Kind(status), status == ProxyAuthenticationRequired ? $"a proxy {ProxyFailure.Unauthorized}" : $"the server answered {status} {response.ReasonPhrase}".TrimEnd());
        failure.StatusCode = status;
        failure.RetryAfter = RetryAfter(response);
        failure.Retry = status switch
        {
            TooManyRequests or (int)HttpStatusCode.ServiceUnavailable => Retry.Always,
            (int)HttpStatusCode.BadGateway or (int)HttpStatusCode.GatewayTimeout => Retry.IfSafe,
            _ => Retry.Never,
        };
        try
        {
            failure.ServerMessage = await ErrorBody.ReadMessageAsync(body, secrets, isLogon).ConfigureAwait(false);
        }
        catch (RestFailure)
        {
            // The body did not arrive; the status is enough for a failure.
        }

        return failure;
    }

    private static FailureKind Kind(int status) => status switch
    {
        (int)HttpStatusCode.Unauthorized => FailureKind.AuthenticationFailed,
        (int)HttpStatusCode.Forbidden => FailureKind.AccessDenied,
        (int)HttpStatusCode.NotFound => FailureKind.NotFound,
        TooManyRequests => FailureKind.ServerFailed,
        ProxyAuthenticationRequired => FailureKind.ServerUnreachable,
        < 400 => FailureKind.UnexpectedAnswer,
        < 500 => FailureKind.RequestRejected,
        _ => FailureKind.ServerFailed,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - (response.Headers.Date ?? DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
