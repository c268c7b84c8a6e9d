using RestoreSessions.Http;

namespace RestoreSessions.Api.Authentication;

/// <summary>Keeps the access token of one connection and renews it, one renewal at a time. Thread-safe.</summary>
internal sealed class TokenProvider
{
    private readonly object _gate = new();
    private readonly Clock _clock;
    private readonly Func<BearerToken, Task<BearerToken>> _renew;
    private BearerToken _current;
    private bool _isRefused;

    // The one under way, or the one that the server has refused.
    private Task<BearerToken>? _renewal;

    /// <param name="first">The first token.</param>
    /// <param name="renew">Gets a new token in place of the given one from the server.</param>
    /// <param name="clock">Measures the token's lifetime.</param>
    public TokenProvider(BearerToken first, Func<BearerToken, Task<BearerToken>> renew, Clock clock)
    {
        _current = first;
        _renew = renew;
        _clock = clock;
    }

    /// <summary>The current token. If it is about to expire, its renewal begins; if it has expired or was refused, the renewal is waited for.</summary>
    /// <exception cref="RestFailure">The token cannot be used any more and could not be renewed.</exception>
    public Task<BearerToken> GetAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_isRefused || _current.HasExpired(_clock))
            {
                return WaitAsync(Renew(), cancellation);
            }

            if (_current.IsDue(_clock))
            {
                // Nobody waits for it while the token can be used: the token service may be silent.
                _ = Renew();
            }

            return Task.FromResult(_current);
        }
    }

    /// <summary>Renews a token that the server has refused. Callers during a renewal share it.</summary>
    /// <exception cref="RestFailure">The server gave no new token.</exception>
    public Task<BearerToken> ReplaceAsync(BearerToken refused, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(refused, _current))
            {
                return Task.FromResult(_current);
            }

            _isRefused = true;
            return WaitAsync(Renew(), cancellation);
        }
    }

    // The first caller cannot cancel the renewal: others wait for it, and the refresh token, which works only once, has been sent.
    private Task<BearerToken> Renew() => _renewal ??= Task.Run(() => RenewAsync(_current), CancellationToken.None);

    private async Task<BearerToken> RenewAsync(BearerToken spent)
    {
        bool isFinal = false;
        try
        {
            BearerToken fresh = await _renew(spent).ConfigureAwait(false);
            lock (_gate)
            {
                _current = fresh;
                _isRefused = false;
            }

            return fresh;
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.AuthenticationFailed)
        {
            // It stays, and everybody gets this failure: each further attempt would bring the account nearer to being locked.
            isFinal = true;
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _renewal = isFinal ? _renewal : null;
            }
        }
    }

    // A caller that is cancelled waits no longer; the renewal goes on for the others. .NET Standard 2.0 has no Task.WaitAsync.
    private static async Task<BearerToken> WaitAsync(Task<BearerToken> renewal, CancellationToken cancellation)
    {
        TaskCompletionSource<BearerToken> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => cancelled.TrySetCanceled(cancellation)))
        {
            return await (await Task.WhenAny(renewal, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
