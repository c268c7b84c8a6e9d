using System;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>Keeps the access token of one connection and renews it, one renewal at a time. Thread-safe.</summary>
internal sealed class TokenSource
{
    private readonly object _gate = new();
    private readonly Clock _clock;
    private readonly Func<AccessToken, Task<AccessToken>> _renew;
    private AccessToken _current;
    private Task<AccessToken>? _renewal;

    /// <param name="first">The first token.</param>
    /// <param name="renew">Gets a new token in place of the given one from the server.</param>
    /// <param name="clock">Measures the token's lifetime.</param>
    public TokenSource(AccessToken first, Func<AccessToken, Task<AccessToken>> renew, Clock clock)
    {
        _current = first;
        _renew = renew;
        _clock = clock;
    }

    /// <summary>The current token; renewed first if it is about to expire.</summary>
    /// <exception cref="RestFailure">The token has expired and could not be renewed.</exception>
    public async Task<AccessToken> GetAsync(CancellationToken cancellation)
    {
        AccessToken token = Volatile.Read(ref _current);
        if (!token.IsDue(_clock))
        {
            return token;
        }

        try
        {
            return await ReplaceAsync(token, cancellation).ConfigureAwait(false);
        }
        catch (RestFailure) when (!token.HasExpired(_clock))
        {
            return token;
        }
    }

    /// <summary>Renews a token that is about to expire or was refused. Callers during a renewal share it.</summary>
    /// <exception cref="RestFailure">The server gave no new token.</exception>
    public Task<AccessToken> ReplaceAsync(AccessToken spent, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(spent, _current))
            {
                return Task.FromResult(_current);
            }

            // The first caller cannot cancel the renewal: others wait for it, and the refresh token, which works only once, has been sent.
            _renewal ??= Task.Run(() => RenewAsync(spent), CancellationToken.None);
            return _renewal.OrCancelled(cancellation);
        }
    }

    private async Task<AccessToken> RenewAsync(AccessToken spent)
    {
        try
        {
            AccessToken fresh = await _renew(spent).ConfigureAwait(false);
            lock (_gate)
            {
                _current = fresh;
            }

            return fresh;
        }
        finally
        {
            lock (_gate)
            {
                _renewal = null;
            }
        }
    }
}
