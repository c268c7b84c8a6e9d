using System.Globalization;
using Newtonsoft.Json;
using RestoreSessions.Http;
using RestoreSessions.Json;

namespace RestoreSessions.Api.Authentication;

/// <summary>The server's answer to a logon or a refresh (OAuth 2.0, RFC 6749, 5.1).</summary>
internal sealed class TokenResponse
{
    /// <summary>The longest answer, in characters: far more than tokens need.</summary>
    public const int Longest = 64 * 1024;

    public static readonly ObjectReader<TokenResponse> Reader = new ObjectReader<TokenResponse>("the answer to a logon")
        .Text("access_token", (answer, value) => answer.AccessToken = value)
        .Text("refresh_token", (answer, value) => answer.RefreshToken = value)
        .Text("expires_in", (answer, value) => answer.ExpiresIn = value);

    public string? AccessToken { get; set; }

    public string? RefreshToken { get; set; }

    /// <summary>The lifetime in seconds; some servers send it as text (seen in clients that tolerate it).</summary>
    public string? ExpiresIn { get; set; }

    /// <summary>The token, whose lifetime begins now.</summary>
    /// <exception cref="JsonException">The answer has no token, or one that an HTTP header cannot contain.</exception>
    public BearerToken ToToken(Clock clock) => BearerToken.IsToken(AccessToken ?? "")
        ? new BearerToken(AccessToken!, RefreshToken, Lifetime(), clock)
        : throw new JsonReaderException("the answer has no access_token");

    private TimeSpan? Lifetime() =>
        double.TryParse(ExpiresIn, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
