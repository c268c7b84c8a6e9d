using System;
using System.Linq;

namespace RestoreSessions.Http;

/// <summary>An access token and what came with it. It never changes: a refresh makes a new one.</summary>
internal sealed class AccessToken
{
    // Never more than a tenth of the lifetime: a margin above the lifetime would make every request a refresh.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);

    private readonly TimeSpan? _expires;
    private readonly TimeSpan _margin;

    /// <param name="value">The bearer token.</param>
    /// <param name="refreshToken">Null for a token that a user brought along.</param>
    /// <param name="lifetime">From now; null or nothing when unknown, and then only a 401 tells that it ran out.</param>
    /// <param name="clock">Counts the lifetime, because the server's clock and ours differ.</param>
    public AccessToken(string value, string? refreshToken, TimeSpan? lifetime, Clock clock)
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

    /// <summary>By the wall clock, for people; null when unknown.</summary>
    public DateTime? ExpiresUtc { get; }

    /// <summary>Whether it is time to renew the token, before the server refuses it.</summary>
    public bool IsDue(Clock clock) => clock.Elapsed >= _expires - _margin;

    /// <summary>Whether the server will refuse it.</summary>
    public bool HasExpired(Clock clock) => clock.Elapsed >= _expires;

    /// <summary>Whether a header can carry it.</summary>
    public static bool IsToken(string value) => value.Length > 0 && value.All(c => c is > ' ' and < (char)127);
}
