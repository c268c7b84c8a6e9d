using System.Net;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>Gets tokens from a server: by a credential, or by a refresh.</summary>
/// <param name="settings">Of the connection.</param>
/// <param name="anonymous">Sends requests that carry no token.</param>
/// <param name="credential">Kept, to log on again when the server refuses a refresh; null where the user gave an access token.</param>
internal sealed class Logon(ConnectionSettings settings, Sender anonymous, NetworkCredential? credential)
{
    /// <summary>Logs on with the credential.</summary>
    /// <exception cref="RestFailure">The server cannot be reached, refuses the logon, or does not serve the version.</exception>
    public Task<AccessToken> LogOnAsync(Endpoints endpoints, Conversation conversation) => RequestAsync(endpoints.LogOn(credential!), conversation);

    /// <summary>The successor of a token: by its refresh token or, where that is refused, by the credential.</summary>
    /// <exception cref="RestFailure">There is none to be had.</exception>
    public async Task<AccessToken> RenewAsync(Endpoints endpoints, AccessToken spent)
    {
        if (credential is null)
        {
            throw new RestFailure(
                FailureKind.AuthenticationFailed, settings.Address.Name, "the access token has expired or was refused, and there is no credential to get another with");
        }

        // Not on behalf of one command: whoever needs the token waits for the same renewal.
        Conversation conversation = new(anonymous, _ => { }, CancellationToken.None);
        try
        {
            AccessToken? fresh = spent.RefreshToken is null ? null : await RefreshAsync(endpoints.Refresh(spent.RefreshToken), conversation).ConfigureAwait(false);
            return fresh ?? await LogOnAsync(endpoints, conversation).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
        {
            // It is not the session that is missing.
            throw failure.As(FailureKind.RequestRejected);
        }
    }

    private async Task<AccessToken?> RefreshAsync(ApiRequest request, Conversation conversation)
    {
        try
        {
            return await RequestAsync(request, conversation).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
        {
            // Spent, revoked, or forgotten by a restart: the credential gets a new pair.
            return null;
        }
    }

    private async Task<AccessToken> RequestAsync(ApiRequest request, Conversation conversation)
    {
        try
        {
            return await conversation.ReadAsync(request, answer => Task.FromResult(
                answer.Read(TokenAnswer.Reader, TokenAnswer.Longest, _ => { }).ToToken(settings.Clock))).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.StatusCode is 400 or 401 or 403)
        {
            // v5 answers a refused logon with 400, later versions with 400 or 401; the texts differ and are never matched.
            RestFailure refused = failure.As(FailureKind.AuthenticationFailed);
            refused.UserName = credential?.UserName;
            throw refused;
        }
    }
}
