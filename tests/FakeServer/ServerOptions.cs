using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FakeServer;

/// <summary>How a <see cref="RestoreServer"/> behaves. Everything but the listening side may be changed while it runs.</summary>
public sealed class ServerOptions
{
    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many ports it listens on: a client takes them for so many servers.</summary>
    public int PortCount { get; init; } = 1;

    /// <summary>The server's certificate; by default a self-signed one for localhost and 127.0.0.1.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The versions of TLS to accept; null for the platform's.</summary>
    public SslProtocols? Protocols { get; init; }

    /// <summary>
    /// Whether requests of v6 to v8 are held against the vendor's OpenAPI, where it is present: one that it does not allow is answered with 400,
    /// and disposing the server throws. Off where wrong requests are sent on purpose.
    /// </summary>
    public bool ChecksContract { get; set; } = true;

    /// <summary>How many sessions to generate.</summary>
    public int SessionCount { get; init; } = 100;

    /// <summary>What the generated sessions are drawn from: the same seed, the same sessions.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the newest generated session starts, UTC. None ends later. Fixed, so that tests see the same times on any day.</summary>
    public DateTime Anchor { get; init; } = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The API versions served; another one answers 404.</summary>
    public IReadOnlySet<int> Versions { get; set; } = new HashSet<int> { 5, 6, 7, 8 };

    /// <summary>The administrator's name.</summary>
    public string UserName { get; set; } = @"DOMAIN\admin";

    /// <summary>Its password, with what naive form encoding breaks.</summary>
    public string Password { get; set; } = "p&+%= ü";

    /// <summary>The tenant, who logs on with the organization's own account, or by assertion (grant jwt-bearer).</summary>
    public Account Tenant { get; set; } = new()
    {
        Kind = AccountKind.Tenant,
        UserName = "backup@contoso.onmicrosoft.com",
        Password = "t&+%= ü",
        ClientId = "5a4c0c0e-6d1c-4f0e-9a43-0f1e7a0c5b11",
        Assertion = """{"token_type":"Bearer","scope":"a b","access_token":"tenant+assertion/=&%"}""",
        Organization = "contoso.onmicrosoft.com",
    };

    /// <summary>The restore operator, who logs on by assertion alone (grant operator, v6 and later).</summary>
    public Account Operator { get; set; } = new()
    {
        Kind = AccountKind.Operator,
        UserName = "operator@contoso.onmicrosoft.com",
        ClientId = "0c7b3a52-3c5f-4f3c-8f3a-6b0d0b3f9d21.7f1d2f4e-52f5-4a55-8d0b-1f6f3a1c9e02",
        Assertion = "operator+assertion/=&%",
        Organization = "contoso.onmicrosoft.com",
    };

    /// <summary>Whether nothing is served but the logon of restore operators (a setting of product 8.5).</summary>
    public bool ServesOperatorLogonOnly { get; set; }

    /// <summary>Whether the backup proxies are away: what has to ask them fails.</summary>
    public bool IsProxyOffline { get; set; }

    /// <summary>The look at a session, after it was told to stop, that first shows it stopped: 0 stops it at once, <see cref="int.MaxValue"/> never.</summary>
    public int StopsAtLook { get; set; }

    /// <summary>Whether every page of a listing holds the known items in another order, and a link to a next page, for ever.</summary>
    public bool IsEndless { get; set; }

    /// <summary>How long an access token lasts, in seconds, by the server's monotonic clock.</summary>
    public double TokenLifetimeSeconds { get; set; } = 3600;

    /// <summary>Raw JSON to send as expires_in in place of the lifetime; an empty text leaves it out.</summary>
    public string? ExpiresIn { get; set; }

    /// <summary>Whether a refresh token is spent by its first use.</summary>
    public bool SingleUseRefreshTokens { get; set; } = true;

    /// <summary>The body of every 401 to a request with a bad token; servers are seen to send none.</summary>
    public string UnauthorizedBody { get; set; } = "";

    /// <summary>The form of a listing's body.</summary>
    public BodyShape Shape { get; set; }

    /// <summary>How every body is compressed for clients that accept it.</summary>
    public Compression Compression { get; set; }

    /// <summary>How the end of every body is told.</summary>
    public Framing Framing { get; set; }

    /// <summary>The page size where a request names none (vendor documentation: 30).</summary>
    public int DefaultLimit { get; set; } = 30;

    /// <summary>The largest page granted (vendor documentation: 10,000).</summary>
    public int MaximumLimit { get; set; } = 10_000;

    /// <summary>Whether the page says which limit was used.</summary>
    public bool EchoLimit { get; set; } = true;

    /// <summary>Whether that is the limit that was asked for, whichever was granted.</summary>
    public bool EchoesAskedLimit { get; set; }

    /// <summary>Whether the page says which offset was used.</summary>
    public bool EchoOffset { get; set; } = true;

    /// <summary>Whether the offset is ignored, so that every page is the first.</summary>
    public bool IgnoreOffset { get; set; }

    /// <summary>The form of a list of events.</summary>
    public BodyShape EventShape { get; set; }

    /// <summary>Whether a bare array is cut by offset and limit, as a page is.</summary>
    public bool CutsArrays { get; set; }

    /// <summary>Which places of a list its pages leave out, as a server does that filters after it has paged; null for none.</summary>
    public Func<int, bool>? IsHidden { get; set; }

    /// <summary>Whether a page that is not the last links to the next one.</summary>
    public bool LinksNext { get; set; } = true;

    /// <summary>The totalCount before v8, as JSON, made of the true one; null for the true one.</summary>
    public Func<int, string>? TotalCount { get; set; }

    /// <summary>Whether an empty page says <c>"results": null</c>.</summary>
    public bool NullResultsWhenEmpty { get; set; }

    /// <summary>A host that the next link names, to see whether anyone follows it.</summary>
    public string? NextLinkHost { get; set; }

    /// <summary>Whether a version before v8 lists the newest session first, as v8 does.</summary>
    public bool NewestFirst { get; set; }

    /// <summary>Whether v8 lists sessions in the order in which they are kept, whatever is asked.</summary>
    public bool IgnoresOrder { get; set; }

    internal Account Administrator => new() { UserName = UserName, Password = Password };

    /// <summary>How long every answer waits before its headers.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The Date header: null leaves the true one, an empty text leaves it out.</summary>
    public string? DateHeader { get; set; }

    /// <summary>
    /// Whether it answers on the threads of its sockets: a fifth less processor time for a long answer, which it leaves to a client on the same
    /// machine. Nothing that takes part in an answer may block then.
    /// </summary>
    public bool IsFrugal { get; init; }

    /// <summary>The file that the program writes each request into; null for none.</summary>
    public string? RequestFile { get; init; }
}
