using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>A live connection: a server, a way to log on to it, and the token. Safe to use from several runspaces at once.</summary>
/// <remarks>No member is public that the base does not have: PowerShell would show a property and let scripts call a method, though the class is internal.</remarks>
internal sealed class ServerConnection : RestoreConnection, IDisposable
{
    private static readonly Action<string> Unheard = _ => { };

    private readonly ConnectionSettings _settings;
    private readonly HttpMessageHandler _handler;
    private volatile NetworkCredential? _credential;
    private readonly Sender _anonymous;
    private Sender? _authorized;

    private ServerConnection(ConnectionSettings settings, NetworkCredential? credential)
    {
        _settings = settings;
        _credential = credential;
        settings.Secrets.AddPassword(credential?.Password ?? "");
        _handler = Transport.CreateHandler(settings.Certificates, settings.Proxy);
        _anonymous = new Sender(new HttpMessageInvoker(_handler, disposeHandler: false), settings);
        Server = settings.Address.Name;
        UserName = credential?.UserName;
    }

    /// <summary>Whether it can still be used.</summary>
    internal bool IsOpen => Volatile.Read(ref _authorized) is not null;

    /// <summary>A moment that the server's clock is about to reach.</summary>
    internal DateTime ServerTimeNow => _settings.ServerTime.UtcNow;

    private Endpoints Endpoints => new(ApiVersion);

    /// <summary>Logs on with a credential.</summary>
    /// <param name="settings">Of the connection.</param>
    /// <param name="credential">Kept, to log on again when the server refuses a refresh.</param>
    /// <param name="version">The version to speak, or null for v5 and, where that is no longer served, the newest that is.</param>
    /// <param name="note">Told of requests, for -Verbose.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="RestFailure">The server cannot be reached or trusted, refuses the logon, or does not serve the version.</exception>
    internal static Task<ServerConnection> LogOnAsync(
        ConnectionSettings settings, NetworkCredential credential, RestoreApiVersion? version, Action<string> note, CancellationToken cancellation) =>
        OpenAsync(new ServerConnection(settings, credential), version, c => c.LogOnAsync(note, cancellation), note, cancellation);

    /// <summary>Uses an access token that the user brought along. It is tried once, and cannot be renewed.</summary>
    /// <inheritdoc cref="LogOnAsync(ConnectionSettings, NetworkCredential, RestoreApiVersion?, Action{string}, CancellationToken)"/>
    internal static Task<ServerConnection> UseTokenAsync(
        ConnectionSettings settings, NetworkCredential accessToken, RestoreApiVersion? version, Action<string> note, CancellationToken cancellation) =>
        OpenAsync(
            new ServerConnection(settings, null),
            version,
            async c =>
            {
                AccessToken token = new(accessToken.Password, null, null, settings.Clock);
                c.Authorize(token);
                (await c.SendAsync(c.Endpoints.Probe(), note, cancellation).ConfigureAwait(false)).Dispose();
            },
            note,
            cancellation);

    /// <summary>Ends the session on the server, where the version has a call for that.</summary>
    /// <exception cref="RestFailure">The server did not take it.</exception>
    internal async Task LogOutAsync(Action<string> note, CancellationToken cancellation)
    {
        if (Endpoints.LogOut() is { } request && _authorized is not null)
        {
            (await SendAsync(request, note, cancellation).ConfigureAwait(false)).Dispose();
        }
    }

    /// <summary>Sends requests with the token of this connection.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    internal Sender Authorized() =>
        Volatile.Read(ref _authorized) ?? throw new RestFailure(FailureKind.NotConnected, Server, "the connection has been closed");

    /// <summary>Drops the tokens and the credential, and ends every request under way.</summary>
    public void Dispose()
    {
        _credential = null;
        _settings.Secrets.Clear();
        Interlocked.Exchange(ref _authorized, null);
        _handler.Dispose();
    }

    private static async Task<ServerConnection> OpenAsync(
        ServerConnection connection, RestoreApiVersion? version, Func<ServerConnection, Task> logOn, Action<string> note, CancellationToken cancellation)
    {
        connection.ApiVersion = version ?? RestoreApiVersion.v5;
        try
        {
            try
            {
                await logOn(connection).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
            {
                VersionProbe probe = new(connection._anonymous, connection.Server, note);
                connection.ApiVersion = await probe.FindAsync(version, cancellation).ConfigureAwait(false);
                await logOn(connection).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task LogOnAsync(Action<string> note, CancellationToken cancellation) =>
        Authorize(await RequestTokenAsync(Endpoints.LogOn(_credential!), note, cancellation).ConfigureAwait(false));

    private void Authorize(AccessToken first)
    {
        Learn(first);
        TokenSource tokens = new(first, RenewAsync, _settings.Clock);
        _authorized = new Sender(new HttpMessageInvoker(new TokenHandler(tokens, _handler), disposeHandler: false), _settings);
    }

    private async Task<AccessToken> RenewAsync(AccessToken spent)
    {
        if (_credential is not { } credential)
        {
            throw new RestFailure(FailureKind.AuthenticationFailed, Server, "the access token has expired or was refused, and there is no credential to get another with");
        }

        try
        {
            AccessToken? fresh = spent.RefreshToken is null ? null : await RefreshAsync(spent.RefreshToken).ConfigureAwait(false);
            fresh ??= await RequestTokenAsync(Endpoints.LogOn(credential), Unheard, CancellationToken.None).ConfigureAwait(false);
            Learn(fresh);
            return fresh;
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
        {
            // It is not the session that is missing.
            throw new RestFailure(FailureKind.RequestRejected, Server, failure.Message) { Request = failure.Request, StatusCode = failure.StatusCode };
        }
    }

    private void Learn(AccessToken token)
    {
        TokenExpires = token.ExpiresUtc;
        _settings.Secrets.AddToken(token.Value);
        _settings.Secrets.AddToken(token.RefreshToken);
    }

    private async Task<AccessToken?> RefreshAsync(string refreshToken)
    {
        try
        {
            return await RequestTokenAsync(Endpoints.Refresh(refreshToken), Unheard, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
        {
            // Spent, revoked, or forgotten by a restart: the credential gets a new pair.
            return null;
        }
    }

    private async Task<AccessToken> RequestTokenAsync(ApiRequest request, Action<string> note, CancellationToken cancellation)
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
            refused.UserName = UserName;
            throw refused;
        }
    }

    private Task<Answer> SendAsync(ApiRequest request, Action<string> note, CancellationToken cancellation) =>
        Authorized().SendAsync(request, note, cancellation);
}
