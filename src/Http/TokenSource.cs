using System;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>Holds the access token of one connection and renews it, one renewal at a time. Safe to use from any thread.</summary>
internal sealed class TokenSource
{
    private readonly object _gate = new();
    private readonly Clock _clock;
    private readonly Func<AccessToken, Task<AccessToken>> _renew;
    private AccessToken _current;
    private Task<AccessToken>? _renewal;

    /// <param name="first">The token to begin with.</param>
    /// <param name="renew">Gets the successor of a token from the server.</param>
    /// <param name="clock">Tells when a token is due.</param>
    public TokenSource(AccessToken first, Func<AccessToken, Task<AccessToken>> renew, Clock clock)
    {
        _current = first;
        _renew = renew;
        _clock = clock;
    }

    /// <summary>The token to send now; renewed first when it is about to run out.</summary>
    /// <exception cref="RestFailure">It has run out and could not be renewed.</exception>
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

    /// <summary>The successor of a token that is due or was refused. Whoever asks while a renewal is under way shares it.</summary>
    /// <exception cref="RestFailure">There is no successor to be had.</exception>
    public Task<AccessToken> ReplaceAsync(AccessToken spent, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(spent, _current))
            {
                return Task.FromResult(_current);
            }

            // Not cancelled with its first caller: others wait for it, and the single-use refresh token is on its way already.
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
