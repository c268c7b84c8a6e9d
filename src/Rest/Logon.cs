using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Gets tokens from a server: by a credential, or by a refresh.</summary>
internal sealed class Logon
{
    private static readonly Action<string> Unheard = _ => { };

    private readonly ConnectionSettings _settings;
    private readonly Sender _anonymous;
    private readonly NetworkCredential? _credential;

    /// <param name="settings">Of the connection.</param>
    /// <param name="anonymous">Sends requests that carry no token.</param>
    /// <param name="credential">Kept, to log on again when the server refuses a refresh; null where the user brought a token along.</param>
    public Logon(ConnectionSettings settings, Sender anonymous, NetworkCredential? credential)
    {
        _settings = settings;
        _anonymous = anonymous;
        _credential = credential;
    }

    /// <summary>Logs on with the credential.</summary>
    /// <exception cref="RestFailure">The server cannot be reached, refuses the logon, or does not serve the version.</exception>
    public Task<AccessToken> LogOnAsync(Endpoints endpoints, Action<string> note, CancellationToken cancellation) =>
        RequestAsync(endpoints.LogOn(_credential!), note, cancellation);

    /// <summary>The successor of a token: by its refresh token or, where that is refused, by the credential.</summary>
    /// <exception cref="RestFailure">There is none to be had.</exception>
    public async Task<AccessToken> RenewAsync(Endpoints endpoints, AccessToken spent)
    {
        if (_credential is null)
        {
            throw new RestFailure(
                FailureKind.AuthenticationFailed, _settings.Address.Name, "the access token has expired or was refused, and there is no credential to get another with");
        }

        try
        {
            AccessToken? fresh = spent.RefreshToken is null ? null : await RefreshAsync(endpoints.Refresh(spent.RefreshToken)).ConfigureAwait(false);
            return fresh ?? await LogOnAsync(endpoints, Unheard, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
        {
            // It is not the session that is missing.
            throw new RestFailure(FailureKind.RequestRejected, failure.Server, failure.Message) { Request = failure.Request, StatusCode = failure.StatusCode };
        }
    }

    private async Task<AccessToken?> RefreshAsync(ApiRequest request)
    {
        try
        {
            return await RequestAsync(request, Unheard, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
        {
            // Spent, revoked, or forgotten by a restart: the credential gets a new pair.
            return null;
        }
    }

    private async Task<AccessToken> RequestAsync(ApiRequest request, Action<string> note, CancellationToken cancellation)
    {
        try
        {
            using Answer answer = await _anonymous.SendAsync(request, note, cancellation).ConfigureAwait(false);
            using System.IO.StreamReader text = answer.OpenText();
            try
            {
                return AccessToken.Read(text, _settings.Clock);
            }
            catch (JsonException e)
            {
                throw _anonymous.BadAnswer(request, answer, e);
            }
        }
        catch (RestFailure failure) when (failure.StatusCode is 400 or 401 or 403)
        {
            // v5 answers a refused logon with 400, later versions with 400 or 401; the texts differ and are never matched.
            RestFailure refused = _anonymous.Fail(request, FailureKind.AuthenticationFailed, failure.Message);
            refused.StatusCode = failure.StatusCode;
            refused.ServerMessage = failure.ServerMessage;
            refused.UserName = _credential?.UserName;
            throw refused;
        }
    }
}
