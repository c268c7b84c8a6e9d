using RestoreSessions.Http;

namespace RestoreSessions.Api.Authentication;

/// <summary>An access token with its refresh token and lifetime. Immutable: a refresh makes a new one.</summary>
internal sealed class BearerToken
{
    // The margin is at most a tenth of the lifetime: a margin longer than the lifetime would refresh the token before every request.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);

    private readonly TimeSpan? _expires;
    private readonly TimeSpan _margin;

    /// <param name="value">The bearer token.</param>
    /// <param name="refreshToken">Null for a token that the user obtained elsewhere.</param>
    /// <param name="lifetime">Counted from now. If it is null or not positive, it is unknown, and the token is used until the server answers 401.</param>
    /// <param name="clock">This machine's clock; the server's clock may differ.</param>
    public BearerToken(string value, string? refreshToken, TimeSpan? lifetime, Clock clock)
    {
        Value = value;
        RefreshToken = refreshToken;
        if (lifetime > TimeSpan.Zero)
        {
            _expires = clock.Elapsed + lifetime;
            _margin = TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, lifetime.Value.Ticks / 10));
            ExpiresUtc = clock.UtcNow + lifetime;
        }
    }

    public string Value { get; }

    public string? RefreshToken { get; }

    /// <summary>When the token expires by this machine's wall clock, for display; null when unknown.</summary>
    public DateTime? ExpiresUtc { get; }

    /// <summary>Whether the token is about to expire and should be renewed.</summary>
    public bool IsDue(Clock clock) => clock.Elapsed >= _expires - _margin;

    /// <summary>Whether the token has expired.</summary>
    public bool HasExpired(Clock clock) => clock.Elapsed >= _expires;

    /// <summary>Whether an HTTP header can contain this text as a token.</summary>
    public static bool IsToken(string value) => value.Length > 0 && value.All(c => c is > ' ' and < (char)127);
}
