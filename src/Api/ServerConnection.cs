using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>A live connection: a server, a way to log on to it, and the token. Safe to use from several runspaces at once.</summary>
/// <remarks>No member is public that the base does not have: PowerShell would show a property and let scripts call a method, though the class is internal.</remarks>
internal sealed class ServerConnection : RestoreConnection, IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly CancellationTokenSource _closing = new();

    // Passwords and tokens are reachable only through these two, and Dispose clears both.
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
    /// <param name="verbose">Told of requests, for -Verbose.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="RestFailure">The server cannot be reached or trusted, refuses the logon, or does not serve the version.</exception>
    internal static Task<ServerConnection> LogOnAsync(
        ConnectionSettings settings, NetworkCredential credential, RestoreApiVersion? version, Action<string> verbose, CancellationToken cancellation)
    {
        settings.Secrets.AddPassword(credential.Password);
        ServerConnection connection = new(settings, credential.UserName);
        Sender anonymous = connection.SendThrough(connection._handler!);
        Conversation conversation = new(anonymous, verbose, cancellation);
        Logon logon = new(settings, anonymous, credential);
        return connection.OpenAsync(
            version,
            async () => connection.Authorize(await logon.LogOnAsync(connection.Endpoints, conversation).ConfigureAwait(false), logon),
            conversation);
    }

    /// <summary>Uses an access token that the user got elsewhere. It is tried once, and cannot be renewed.</summary>
    /// <inheritdoc cref="LogOnAsync(ConnectionSettings, NetworkCredential, RestoreApiVersion?, Action{string}, CancellationToken)"/>
    internal static Task<ServerConnection> UseTokenAsync(
        ConnectionSettings settings, NetworkCredential accessToken, RestoreApiVersion? version, Action<string> verbose, CancellationToken cancellation)
    {
        ServerConnection connection = new(settings, null);
        Sender anonymous = connection.SendThrough(connection._handler!);
        return connection.OpenAsync(
            version,
            () =>
            {
                connection.Authorize(new AccessToken(accessToken.Password, null, null, settings.Clock), new Logon(settings, anonymous, null));
                return connection.Talk(verbose, cancellation).SendAsync(connection.Endpoints.Probe());
            },
            new Conversation(anonymous, verbose, cancellation));
    }

    /// <summary>Ends the session on the server, where the version has a call for that.</summary>
    /// <exception cref="RestFailure">The server did not take it.</exception>
    internal async Task LogOutAsync(Action<string> verbose, CancellationToken cancellation)
    {
        if (Endpoints.LogOut() is { } request && IsOpen)
        {
            await Talk(verbose, cancellation).SendOnceAsync(request).ConfigureAwait(false);
        }
    }

    /// <summary>Begins a command's conversation with the server, under the token of this connection.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    internal Conversation Talk(Action<string> verbose, CancellationToken cancellation) =>
        new(Volatile.Read(ref _authorized) ?? throw RestFailure.Closed(Server), verbose, cancellation);

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

    private async Task<ServerConnection> OpenAsync(RestoreApiVersion? version, Func<Task> logOn, Conversation anonymous)
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
                ApiVersion = await new VersionProbe(anonymous, Server).FindAsync(version).ConfigureAwait(false);
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
