using System.Security.Cryptography.X509Certificates;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Proxies that do not lead to the server are named as such, and a proxy's certificate is not taken for the server's.</summary>
public sealed class ProxyTests
{
    private const string Id = ",RestoreSessions.Commands.ConnectRestoreServerCommand";
    private const string Proxied = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0 -Proxy ";

    [Fact]
    public async Task a_pin_is_compared_with_the_servers_certificate_and_not_with_the_proxys()
    {
        using X509Certificate2 certificate = Certificates.SelfSigned();
        await using ConnectProxy proxy = new() { Certificate = certificate };
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run(Proxied + proxy.Address);
        Assert.Equal("CertificateRejected" + Id, result.ErrorId);
        Assert.Equal(
            $"The certificate of the proxy {proxy.Authority} was rejected: it is self-signed. -CertificateThumbprint is compared with the certificate of {fixture.Server.Server} alone: "
            + "let this machine trust the proxy's, or name another proxy with -Proxy.",
            result.Errors[0].Exception.Message);
        Assert.Empty(proxy.Tunnels);

        // Whoever accepts any certificate accepts the proxy's, and still the pinned one alone of the server.
        Assert.Equal(100, fixture.Run($"{Proxied}{proxy.Address} -SkipCertificateCheck; Get-RestoreSession").As<RestoreSession>().Count);
        Assert.Equal([fixture.Server.Server], proxy.Tunnels.Distinct());
        ShellResult other = fixture.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint {new string('0', 64)} -SkipCertificateCheck -Proxy {proxy.Address}");
        Assert.Equal("CertificateRejected" + Id, other.ErrorId);
        Assert.StartsWith($"The certificate of {fixture.Server.Server} was rejected: it is not the pinned one.", other.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_certificate_that_is_not_for_servers_is_said_to_be_none()
    {
        using X509Certificate2 certificate = Certificates.ForNames(["127.0.0.1"], "1.3.6.1.5.5.7.3.2");
        await using ConnectProxy proxy = new() { Certificate = certificate };
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.StartsWith(
            $"The certificate of the proxy {proxy.Authority} was rejected: it is not a certificate for servers (extended key usage); it is self-signed.",
            Assert.Single(fixture.Run(Proxied + proxy.Address).Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_pin_and_a_proxy_that_the_machine_trusts_go_together()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL can be told whom to trust for one process.");
        using CertificateAuthority authority = new("Trusted authority");
        using X509Certificate2 certificate = authority.Issue("localhost");
        using TemporaryFolder folder = new();
        await using ConnectProxy proxy = new() { Certificate = certificate };
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, ("TEST_PROXY", proxy.Address), ("SSL_CERT_FILE", folder.Write("authority.pem", authority.Pem)), ("SSL_CERT_DIR", folder["none"]));
        Assert.Equal("100 sessions", shown.Trim());
        Assert.Equal([server.Server], proxy.Tunnels.Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_proxy_that_wants_a_user_and_a_password_says_how_to_give_them(bool isOfEnvironment)
    {
        await using ConnectProxy proxy = new("proxyuser:proxysecret");
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, (isOfEnvironment ? "HTTPS_PROXY" : "TEST_PROXY", proxy.Address));
        Assert.StartsWith("ServerUnreachable" + Id, shown, StringComparison.Ordinal);
        Assert.Contains(
            $"{server.Server} could not be reached: the proxy {proxy.Authority} demands a user name and a password, or does not accept those that it was given (407): "
            + "give them with -Proxy and -ProxyCredential. Check the proxy:",
            shown, StringComparison.Ordinal);
    }

    // .NET Framework makes an answer of a proxy's 407, and .NET an exception.
    [Fact]
    public async Task so_does_one_whose_answer_comes_as_the_servers()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(407, "<html>", "text/html"), "restoreSessions");
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.StartsWith($"{fixture.Server.Server} could not be reached: a proxy demands a user name and a password", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("403 Forbidden", "answered 403 and did not connect to the server")]
    [InlineData("502 Bad Gateway", "answered 502 and did not connect to the server")]
    public async Task a_proxy_that_refuses_is_named(string refusal, string reason)
    {
        await using ConnectProxy proxy = new() { Refusal = refusal };
        await using RestoreServer server = await RestoreServer.StartAsync();
        foreach (string variable in new[] { "HTTPS_PROXY", "TEST_PROXY" })
        {
            string shown = await ChildShell.ListAsync(server, (variable, proxy.Address));
            Assert.StartsWith("ServerUnreachable" + Id, shown, StringComparison.Ordinal);
            Assert.Contains($"could not be reached: the proxy {proxy.Authority} {reason}. Check the proxy:", shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("TEST_PROXY")]
    public async Task a_proxy_that_does_not_answer_is_named(string variable)
    {
        await using ConnectProxy proxy = new() { IsSilent = true };
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, (variable, proxy.Address), ("TEST_TIMEOUT", "2"));
        Assert.StartsWith("RequestTimedOut" + Id, shown, StringComparison.Ordinal);
        Assert.Contains($"{server.Server} took too long: it did not answer within 2 s, through the proxy {proxy.Authority}.", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "http://user:secret@127.0.0.1:9")]
    [InlineData("TEST_PROXY", "http://127.0.0.1:9")]
    public async Task a_proxy_that_cannot_be_reached_is_named(string variable, string address)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, (variable, address));
        Assert.StartsWith("ServerUnreachable" + Id, shown, StringComparison.Ordinal);
        Assert.Contains($"{server.Server} could not be reached: the proxy 127.0.0.1:9 could not be reached: ", shown, StringComparison.Ordinal);
        Assert.Contains(" Check the proxy: ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_proxy_of_another_protocol_is_an_error_as_any_other()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Detour.Set(fixture.Server.Port, _ => new Uri("ftp://user:secret@127.0.0.1:9"));
        ShellResult result = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint");
        Detour.Clear(fixture.Server.Port);
        Assert.Equal("ServerUnreachable" + Id, result.ErrorId);
        Assert.StartsWith($"{fixture.Server.Server} could not be reached: the proxy 127.0.0.1:9 cannot be used: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_server_that_the_environment_excepts_is_not_said_to_be_behind_a_proxy()
    {
        await using ConnectProxy proxy = new() { IsSilent = true };
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        string shown = await ChildShell.ListAsync(server, ("HTTPS_PROXY", proxy.Address), ("NO_PROXY", "127.0.0.1"), ("TEST_TIMEOUT", "1"));
        Assert.Contains($"{server.Server} took too long: it did not answer within 1 s. Try again", shown, StringComparison.Ordinal);
    }
}
