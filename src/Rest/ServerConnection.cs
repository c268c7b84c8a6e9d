using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Rest;

/// <summary>A live connection: a server, a way to log on to it, and the token. Safe to use from several runspaces at once.</summary>
/// <remarks>No member is public that the base does not have: PowerShell would show a property and let scripts call a method, though the class is internal.</remarks>
internal sealed class ServerConnection : RestoreConnection, IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly CancellationTokenSource _closing = new();

    // Whatever holds a secret hangs on these two.
    private HttpMessageHandler? _handler;
    private Sender? _authorized;

    private ServerConnection(ConnectionSettings settings, string? userName)
    {
        _settings = settings;
        _handler = Transport.CreateHandler(settings.Certificates, settings.Proxy);
        Server = settings.Address.Name;
        UserName = userName;
    }

    /// <summary>Whether it can still be used.</summary>
    internal bool IsOpen => Volatile.Read(ref _authorized) is not null;

    internal ServerTime ServerTime => _settings.ServerTime;

    private Endpoints Endpoints => new(ApiVersion);

    /// <summary>Logs on with a credential.</summary>
    /// <param name="settings">Of the connection.</param>
    /// <param name="credential">Kept, to log on again when the server refuses a refresh.</param>
    /// <param name="version">The version to speak, or null for v5 and, where that is no longer served, the newest that is.</param>
    /// <param name="note">Told of requests, for -Verbose.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="RestFailure">The server cannot be reached or trusted, refuses the logon, or does not serve the version.</exception>
    internal static Task<ServerConnection> LogOnAsync(
        ConnectionSettings settings, NetworkCredential credential, RestoreApiVersion? version, Action<string> note, CancellationToken cancellation)
    {
        settings.Secrets.AddPassword(credential.Password);
        ServerConnection connection = new(settings, credential.UserName);
        Sender anonymous = connection.SendThrough(connection._handler!);
        Logon logon = new(settings, anonymous, credential);
        return connection.OpenAsync(
            version,
            async () => connection.Authorize(await logon.LogOnAsync(connection.Endpoints, note, cancellation).ConfigureAwait(false), logon),
            new VersionProbe(anonymous, connection.Server, note),
            cancellation);
    }

    /// <summary>Uses an access token that the user brought along. It is tried once, and cannot be renewed.</summary>
    /// <inheritdoc cref="LogOnAsync(ConnectionSettings, NetworkCredential, RestoreApiVersion?, Action{string}, CancellationToken)"/>
    internal static Task<ServerConnection> UseTokenAsync(
        ConnectionSettings settings, NetworkCredential accessToken, RestoreApiVersion? version, Action<string> note, CancellationToken cancellation)
    {
        ServerConnection connection = new(settings, null);
        Sender anonymous = connection.SendThrough(connection._handler!);
        return connection.OpenAsync(
            version,
            async () =>
            {
                connection.Authorize(new AccessToken(accessToken.Password, null, null, settings.Clock), new Logon(settings, anonymous, null));
                (await connection.Authorized().SendAsync(connection.Endpoints.Probe(), note, cancellation).ConfigureAwait(false)).Dispose();
            },
            new VersionProbe(anonymous, connection.Server, note),
            cancellation);
    }

    /// <summary>Ends the session on the server, where the version has a call for that.</summary>
    /// <exception cref="RestFailure">The server did not take it.</exception>
    internal async Task LogOutAsync(Action<string> note, CancellationToken cancellation)
    {
        if (Endpoints.LogOut() is { } request && IsOpen)
        {
            (await Authorized().SendAsync(request, note, cancellation).ConfigureAwait(false)).Dispose();
        }
    }

    /// <summary>Sends requests with the token of this connection.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    internal Sender Authorized() => Volatile.Read(ref _authorized) ?? throw RestFailure.Closed(Server);

    /// <summary>Ends every request under way, and drops the tokens and the credentials.</summary>
    /// <remarks>
    /// Another thread may be reading an answer. It is ended by the token, and disposes its answer by itself; disposing the handler closes
    /// idle connections only, and one that is in use when it is given back (SocketsHttpHandler; ServicePoint.CloseConnectionGroup).
    /// </remarks>
    public void Dispose()
    {
        Volatile.Write(ref _authorized, null);
        _closing.Cancel();
        Interlocked.Exchange(ref _handler, null)?.Dispose();
        _settings.Forget();
    }

    private async Task<ServerConnection> OpenAsync(RestoreApiVersion? version, Func<Task> logOn, VersionProbe probe, CancellationToken cancellation)
    {
        ApiVersion = version ?? RestoreApiVersion.v5;
        try
        {
            try
            {
                await logOn().ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
            {
                ApiVersion = await probe.FindAsync(version, cancellation).ConfigureAwait(false);
                await logOn().ConfigureAwait(false);
            }

            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Authorize(AccessToken first, Logon logon)
    {
        Learn(first);
        TokenSource tokens = new(first, spent => RenewAsync(logon, spent), _settings.Clock);
        _authorized = SendThrough(new TokenHandler(tokens, _handler!));
    }

    private async Task<AccessToken> RenewAsync(Logon logon, AccessToken spent)
    {
        AccessToken fresh = await logon.RenewAsync(Endpoints, spent).ConfigureAwait(false);
        Learn(fresh);
        return fresh;
    }

    private void Learn(AccessToken token)
    {
        TokenExpires = token.ExpiresUtc;
        _settings.Secrets.AddToken(token.Value);
        _settings.Secrets.AddToken(token.RefreshToken);
    }

    private Sender SendThrough(HttpMessageHandler handler) => new(new HttpMessageInvoker(handler, disposeHandler: false), _settings, _closing.Token);
}
