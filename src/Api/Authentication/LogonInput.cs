using System.Net;

namespace RestoreSessions.Api.Authentication;

/// <summary>What a user gives to log on with: one of the three.</summary>
internal sealed class LogonInput
{
    /// <summary>A user name and a password, kept to log on again when the server refuses the refresh token.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>An assertion, which is not kept. What the server answers is renewed, but when that is refused, the connection is over.</summary>
    public ClientAssertion? Assertion { get; set; }

    /// <summary>An access token obtained elsewhere, in place of a password. One request tests it; it cannot be renewed.</summary>
    public NetworkCredential? AccessToken { get; set; }

    /// <summary>The user name, or the client id beside an assertion; null for an access token, which does not say whose it is.</summary>
    public string? UserName => Credential?.UserName ?? Assertion?.ClientId;
}
