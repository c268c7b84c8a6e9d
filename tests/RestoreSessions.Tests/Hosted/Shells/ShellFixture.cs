using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A stand-in server, and a shell with the built module whose variables lead to it.</summary>
internal sealed class ShellFixture : IAsyncDisposable
{
    private ShellFixture(RestoreServer server, Shell shell)
    {
        Server = server;
        Shell = shell;
    }

    public RestoreServer Server { get; }

    public Shell Shell { get; }

    /// <summary>Starts both. The shell has $server, $credential, $tenant and $thumbprint, and what tenant and operator log on with: $byTenant and $byOperator, to be splatted.</summary>
    /// <remarks>It is connected with v5, which has the fewest features, unless the server does not serve it.</remarks>
    public static async Task<ShellFixture> OpenAsync(ServerOptions? options = null, CultureInfo? culture = null, bool isConnected = true, int width = 120)
    {
        RestoreServer server = await RestoreServer.StartAsync(options);
        ShellFixture fixture = new(server, new Shell(new ShellOptions
        {
            Culture = culture ?? CultureInfo.InvariantCulture,
            Width = width,
            Variables = new Dictionary<string, object?>
            {
                ["server"] = server.Server,
                ["thumbprint"] = server.Thumbprint,
                ["credential"] = Credential(server.Options.UserName, server.Options.Password),
                ["tenant"] = Credential(server.Options.Tenant.UserName, server.Options.Tenant.Password!),
                ["byTenant"] = Assertion(server.Options.Tenant),
                ["byOperator"] = Assertion(server.Options.Operator),
            },
        }));
        if (isConnected)
        {
            Assert.Null(fixture.Run("Connect-RestoreServer $server -Credential $credential -CertificateThumbprint $thumbprint" + (server.Options.Versions.Contains(5) ? " -ApiVersion v5" : "")).ErrorId);
            server.Requests.Clear();
        }

        return fixture;
    }

    /// <summary>Starts both, and connects with these arguments besides the address, the credential and the pin. The server has forgotten the requests of the logon.</summary>
    public static async Task<ShellFixture> ConnectAsync(string arguments, ServerOptions? options = null, CultureInfo? culture = null)
    {
        ShellFixture fixture = await OpenAsync(options, culture, isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint " + arguments).ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }

    /// <summary>Starts another server, and connects to it, too.</summary>
    public async Task<RestoreServer> AddServerAsync(ServerOptions? options = null, string arguments = "")
    {
        RestoreServer server = await RestoreServer.StartAsync(options);
        Assert.Null(Run($"Connect-RestoreServer {server.Server} $credential -SkipCertificateCheck {arguments}").ErrorId);
        return server;
    }

    public static PSCredential Credential(string user, string password) => new(user, new NetworkCredential("", password).SecurePassword);

    /// <summary>The parameters of a logon by assertion.</summary>
    public static Hashtable Assertion(Account account)
    {
        Hashtable parameters = new() { ["ClientId"] = account.ClientId, ["Assertion"] = new NetworkCredential("", account.Assertion).SecurePassword };
        if (account.Kind == AccountKind.Operator)
        {
            parameters["RestoreOperator"] = true;
        }

        return parameters;
    }

    public ShellResult Run(string script) => Shell.Run(script);

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Server.DisposeAsync();
    }
}
