using System.Net;
using RestoreSessions.Http;

namespace RestoreSessions.Api.Authentication;

/// <summary>Gets tokens from a server, with a credential, an assertion or a refresh token.</summary>
/// <param name="settings">The connection's settings.</param>
/// <param name="anonymous">Sends requests that carry no token.</param>
/// <param name="credential">Kept to log on again when the server refuses the refresh token; null if the user gave an access token or an assertion.</param>
internal sealed class Logon(ConnectionSettings settings, Sender anonymous, NetworkCredential? credential)
{
    // Written by one renewal at a time.
    private string? _refused;

    /// <summary>The first token: of a logon, or the one that the user gave.</summary>
    /// <exception cref="RestFailure">The server cannot be reached, refuses the logon, or does not serve the version.</exception>
    public Task<BearerToken> BeginAsync(Endpoints endpoints, LogonInput input, RetryingClient client) => input switch
    {
        { Credential: not null } => LogOnAsync(endpoints, client),
        { Assertion: { } assertion } => LogOnAsync(endpoints, assertion, client),
        _ => Task.FromResult(new BearerToken(input.AccessToken!.Password, null, null, settings.Clock)),
    };

    /// <summary>Gets a new token with the refresh token of the old one or, if the server refuses that, with the credential. A refresh token that was refused is not sent again.</summary>
    /// <exception cref="RestFailure">The server gave no new token. If it refused one, the kind is AuthenticationFailed.</exception>
    public async Task<BearerToken> RenewAsync(Endpoints endpoints, BearerToken spent)
    {
        // Ctrl+C in one command must not cancel the renewal, because other commands wait for it.
        RetryingClient client = new(anonymous, _ => { }, CancellationToken.None);
        if (spent.RefreshToken is { } refreshToken && refreshToken != _refused)
        {
            try
            {
                return await RequestAsync(endpoints.Refresh(refreshToken), client).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
            {
                // The refresh token was used or revoked, or the server has restarted: the credential gets a new pair of tokens.
                _refused = refreshToken;
            }
        }

        return credential is null ? throw NotRenewed(spent) : await LogOnAsync(endpoints, client).ConfigureAwait(false);
    }

    private async Task<BearerToken> LogOnAsync(Endpoints endpoints, RetryingClient client)
    {
        try
        {
            return await RequestAsync(endpoints.LogOn(credential!), client).ConfigureAwait(false);
        }
        catch (RestFailure failure)
        {
            // A request that waits for the token is not repeated: with each attempt, the password would be sent again.
            failure.Retry = Retry.Never;
            throw;
        }
    }

    private async Task<BearerToken> LogOnAsync(Endpoints endpoints, ClientAssertion assertion, RetryingClient client)
    {
        try
        {
            return await RequestAsync(endpoints.LogOn(assertion), client).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
        {
            failure.ClientId = assertion.ClientId;
            throw;
        }
    }

    private RestFailure NotRenewed(BearerToken spent) => new(
        FailureKind.AuthenticationFailed,
        settings.Address.Name,
        spent.RefreshToken is null
            ? "the access token has expired or was refused, and without a credential it cannot be renewed"
            : "the token has expired or was refused, the server did not renew it, and there is nothing to log on again with: an assertion is used once and not kept");

    private async Task<BearerToken> RequestAsync(ApiRequest request, RetryingClient client)
    {
        try
        {
            return await client.ReadAsync(request, async answer =>
                (await answer.ReadAsync(TokenResponse.Reader, TokenResponse.Longest, _ => { }).ConfigureAwait(false)).ToToken(settings.Clock)).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.StatusCode is 400 or 401 or 403)
        {
            // v5 answers a refused logon with 400, later versions with 400 or 401. Only the status is compared, because the texts differ.
            RestFailure refused = failure.As(FailureKind.AuthenticationFailed);
            refused.UserName = credential?.UserName;
            throw refused;
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
        {
            // NotFound would be reported as a missing session, but the token path is what the server did not find.
            throw failure.As(FailureKind.RequestRejected);
        }
        catch (RestFailure failure) when (failure.Retry == Retry.Always)
        {
            // It has been repeated here as often as allowed; the request that waits for the token must not multiply that.
            failure.Retry = Retry.Never;
            throw;
        }
    }
}
