using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>An open connection: the server's address, the credential and the token. Several runspaces may use it at once.</summary>
/// <remarks>Members that the base class does not have are internal: PowerShell shows public properties and lets scripts call public methods, even of an internal class.</remarks>
internal sealed class ServerConnection : RestoreConnection, IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _ended = new();

    // Passwords and tokens are reachable only through these three; Dispose clears all.
    private HttpMessageHandler? _handler;
    private Sender? _authorized;
    private Sender? _leaving;
    private string? _listingFailure;

    private ServerConnection(ConnectionSettings settings, string? userName)
        : base(settings.Address.Name, userName)
    {
        _settings = settings;
        _handler = Transport.CreateHandler(settings.Certificates, settings.Proxy);
    }

    /// <inheritdoc/>
    public override DateTime? ServerTimeUtc
    {
        get => ServerTime.Reported;
        set => base.ServerTimeUtc = value;
    }

    /// <summary>Whether the connection can still be used.</summary>
    internal bool IsOpen => Volatile.Read(ref _authorized) is not null;

    /// <summary>Whether a restore operator has logged on, who opens sessions by another way than a tenant.</summary>
    internal bool IsOperator { get; private set; }

    /// <summary>Why the latest list of sessions was not read to its end; null where it was, or the user ended it.</summary>
    internal string? ListingFailure
    {
        get => Volatile.Read(ref _listingFailure);
        set => Volatile.Write(ref _listingFailure, value);
    }

    internal ServerTime ServerTime => _settings.ServerTime;

    private Endpoints Endpoints => new(ApiVersion);

    /// <summary>Logs on.</summary>
    /// <param name="settings">The connection's settings.</param>
    /// <param name="input">What to log on with.</param>
    /// <param name="version">The API version to use; null for the newest that the server serves.</param>
    /// <param name="verbose">Called with each request, for -Verbose.</param>
    /// <param name="cancellation">Cancels the logon.</param>
    /// <exception cref="RestFailure">The server cannot be reached or trusted, refuses the logon, or does not serve the version.</exception>
    internal static Task<ServerConnection> LogOnAsync(
        ConnectionSettings settings, LogonInput input, RestoreApiVersion? version, Action<string> verbose, CancellationToken cancellation)
    {
        settings.Secrets.AddPassword(input.Credential?.Password ?? "");
        settings.Secrets.AddAssertion(input.Assertion?.Value ?? "");
        ServerConnection connection = new(settings, input.UserName) { IsOperator = input.Assertion is { IsOperator: true } };
        return connection.OpenAsync(input, version, verbose, cancellation);
    }

    /// <summary>Cancels all requests, and lets no further one through but the logout.</summary>
    /// <returns>Whether the connection was open: the caller is the one to log out and to dispose it.</returns>
    internal bool Close()
    {
        bool wasOpen = Interlocked.Exchange(ref _authorized, null) is not null;
        _closing.Cancel();
        return wasOpen;
    }

    /// <summary>Logs out after <see cref="Close"/>, if the API version has a logout. A token that has expired is not renewed for it.</summary>
    /// <exception cref="RestFailure">The logout failed.</exception>
    internal async Task LogOutAsync(Action<string> verbose, CancellationToken cancellation)
    {
        if (Endpoints.LogOut() is { } request && Interlocked.Exchange(ref _leaving, null) is { } sender)
        {
            await new RetryingClient(sender, verbose, cancellation).SendOnceAsync(request).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the client that sends a command's requests to the server, with this connection's token.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    internal RetryingClient OpenClient(Action<string> verbose, CancellationToken cancellation, ServerWatch? watch = null) =>
        new(Volatile.Read(ref _authorized) ?? throw RestFailure.Closed(Server), verbose, cancellation, watch);

    /// <summary>Cancels all requests, and drops the tokens and the credentials.</summary>
    /// <remarks>
    /// A thread that is reading an answer is ended by the cancellation and disposes its answer itself. Disposing the handler closes only idle
    /// TCP connections; those in use are closed when they are returned (SocketsHttpHandler; ServicePoint.CloseConnectionGroup).
    /// </remarks>
    public void Dispose()
    {
        Close();
        _ended.Cancel();
        Volatile.Write(ref _leaving, null);
        Interlocked.Exchange(ref _handler, null)?.Dispose();
        _settings.Forget();
    }

    private async Task<ServerConnection> OpenAsync(LogonInput input, RestoreApiVersion? version, Action<string> verbose, CancellationToken cancellation)
    {
        Sender sender = SendThrough(_handler!);
        RetryingClient anonymous = new(sender, verbose, cancellation);
        Logon logon = new(_settings, sender, input.Credential);
        try
        {
            // The logon itself shows whether a version is served. A refused logon is final: each further attempt brings the account nearer to being locked.
            foreach (RestoreApiVersion candidate in version is { } wanted ? [wanted] : VersionProbe.NewestFirst)
            {
                Speak(candidate);
                try
                {
                    Authorize(await logon.BeginAsync(Endpoints, input, anonymous).ConfigureAwait(false), logon);
                    if (input.AccessToken is not null)
                    {
                        await OpenClient(verbose, cancellation).SendAsync(Endpoints.Probe()).ConfigureAwait(false);
                    }

                    return this;
                }
                catch (RestFailure failure) when (VersionProbe.IsNotServed(failure))
                {
                }
            }

            throw version is null ? VersionProbe.NoneServed(Server) : await new VersionProbe(anonymous, Server).FailAsync().ConfigureAwait(false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Authorize(BearerToken first, Logon logon)
    {
        Remember(first);
        TokenProvider tokens = new(first, spent => RenewAsync(logon, spent), _settings.Clock);
        TokenHandler handler = new(tokens, _handler!);
        _leaving = SendUntil(_ended, handler);
        _authorized = SendThrough(handler);
    }

    private async Task<BearerToken> RenewAsync(Logon logon, BearerToken spent)
    {
        BearerToken fresh = await logon.RenewAsync(Endpoints, spent).ConfigureAwait(false);
        Remember(fresh);
        return fresh;
    }

    private void Remember(BearerToken token)
    {
        Expire(token.ExpiresUtc);
        _settings.Secrets.AddToken(token.Value);
        _settings.Secrets.AddToken(token.RefreshToken);
    }

    private Sender SendThrough(HttpMessageHandler handler) => SendUntil(_closing, handler);

    private Sender SendUntil(CancellationTokenSource end, HttpMessageHandler handler) =>
        new(new HttpMessageInvoker(handler, disposeHandler: false), _settings, end.Token);
}
