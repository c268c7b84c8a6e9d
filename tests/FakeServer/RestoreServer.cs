using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FakeServer;

/// <summary>A stand-in for a Veeam Backup for Microsoft 365 server's REST API, over real TLS on the loopback address.</summary>
public sealed class RestoreServer : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> DefaultCertificate = new(() => Certificates.SelfSigned());

    private readonly TokenStore _tokens;
    private readonly ConcurrentQueue<StartRecord> _started = new();
    private readonly RequestPipeline _pipeline;
    private readonly Listener _listener;

    private RestoreServer(ServerOptions options)
    {
        Options = options;
        Certificate = options.Certificate ?? DefaultCertificate.Value;
        Sessions = new SessionSet(options);
        _tokens = new TokenStore(options);
        Organizations = new OrganizationSet(options);
        _pipeline = new RequestPipeline(options, Requests, Faults, new RestoreRoutes(options, _tokens, Sessions, Organizations, _started));
        _listener = new Listener(options, Certificate, _pipeline.ServeAsync);
    }

    /// <summary>How it behaves.</summary>
    public ServerOptions Options { get; }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Its address without the port.</summary>
    public static string Address => "127.0.0.1";

    /// <summary>What a client is told to connect to.</summary>
    public string Server => $"{Address}:{Port}";

    /// <summary>All that lead to it, one for each of its ports.</summary>
    public IReadOnlyList<string> Servers { get; private set; } = [];

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The SHA-256 thumbprint to pin.</summary>
    public string Thumbprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What it has been asked.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What shall go wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>What it lists.</summary>
    public SessionSet Sessions { get; }

    /// <summary>The organizations that it keeps backups of.</summary>
    public OrganizationSet Organizations { get; }

    /// <summary>The sessions that clients have started, in their order.</summary>
    public IReadOnlyList<StartRecord> Started => [.. _started];

    /// <summary>How often a password or an assertion was accepted.</summary>
    public int Logons => _tokens.Logons;

    /// <summary>How often a refresh token was accepted.</summary>
    public int Refreshes => _tokens.Refreshes;

    /// <summary>Every token handed out, what those who got one logged on with, and the administrator's password: what must never be seen.</summary>
    public IReadOnlyList<string> Secrets => [.. _tokens.Issued, .. _tokens.Owners.Where(a => a.Kind != AccountKind.Administrator).SelectMany(a => new[] { a.Password, a.Assertion }).OfType<string>(), Options.Password];

    /// <summary>How many bytes of bodies it has sent.</summary>
    public long BodyBytesSent => _pipeline.BodyBytesSent;

    /// <summary>Starts a server on a free port.</summary>
    /// <exception cref="IOException">The port asked for is taken.</exception>
    public static async Task<RestoreServer> StartAsync(ServerOptions? options = null)
    {
        RestoreServer server = new(options ?? new ServerOptions());
        int[] ports = await server._listener.StartAsync(server.Options.Port).ConfigureAwait(false);
        server.Port = ports[0];
        server.Servers = [.. ports.Select(port => $"{Address}:{port}")];
        return server;
    }

    /// <summary>An access token, as a logon gets one.</summary>
    public string IssueToken(AccountKind kind = AccountKind.Administrator) => _tokens.LogOn(kind switch
    {
        AccountKind.Administrator => Options.Administrator,
        AccountKind.Tenant => Options.Tenant,
        _ => Options.Operator,
    }).Access;

    /// <summary>From now on every access token is refused.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>From now on every refresh token is refused.</summary>
    public void RevokeRefreshTokens() => _tokens.RevokeRefreshTokens();

    /// <summary>Breaks every connection and stops listening.</summary>
    public Task StopAsync() => _listener.StopAsync();

    /// <summary>Listens again on the same port. Tokens handed out before are forgotten, as by the real service.</summary>
    public Task StartAgainAsync()
    {
        _tokens.ExpireAll();
        _tokens.RevokeRefreshTokens();
        return _listener.StartAsync(Port);
    }

    /// <summary>Stops it.</summary>
    /// <exception cref="InvalidOperationException">It was sent a request that the vendor's OpenAPI does not allow.</exception>
    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        await StopAsync().ConfigureAwait(false);
        if (_pipeline.Violations.Count > 0)
        {
            throw new InvalidOperationException("The vendor's OpenAPI does not allow these requests:\n" + string.Join('\n', _pipeline.Violations));
        }
    }
}
