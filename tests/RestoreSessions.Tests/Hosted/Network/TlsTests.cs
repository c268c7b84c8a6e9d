using System.Management.Automation;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FakeServer;
using HostedShell;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Which certificates are accepted, and which way leads to the server.</summary>
public sealed class TlsTests
{
    private static readonly Dictionary<string, Func<X509Certificate2>> Unsound = new()
    {
        ["self-signed"] = () => Certificates.SelfSigned(),
        ["another name"] = () => Certificates.SelfSigned("elsewhere.contoso.local"),
        ["expired or is not valid yet"] = () => Certificates.SelfSigned(from: DateTimeOffset.UtcNow.AddYears(-2), to: DateTimeOffset.UtcNow.AddDays(-1)),
        ["is not valid yet"] = () => Certificates.SelfSigned(from: DateTimeOffset.UtcNow.AddDays(1), to: DateTimeOffset.UtcNow.AddYears(1)),
        ["its issuer is not trusted by this machine: Nobody's authority, whose certificate the server did not send (incomplete chain)"] = Certificates.SignedByUnknownAuthority,
        ["it was issued for other names (vbo.contoso.local, 192.0.2.7, fe80::7)"] = () => Certificates.ForNames(["vbo.contoso.local", "192.0.2.7", "fe80::7"]),
        ["(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9 and 30 more)"] = () => Certificates.ForNames(Enumerable.Range(0, 40).Select(i => $"a{i}")),
    };

    public static TheoryData<string> Reasons => [.. Unsound.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task an_unsound_certificate_is_rejected_with_the_reason_and_can_be_pinned(string reason)
    {
        using X509Certificate2 certificate = Unsound[reason]();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Certificate = certificate }, isConnected: false);
        ErrorRecord error = Assert.Single(fixture.Run("Connect-RestoreServer $server $credential").Errors);
        Assert.Equal("CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand", error.FullyQualifiedErrorId);
        Assert.Contains(reason, error.Exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Connect-RestoreServer -Server {fixture.Server.Server} -Credential DOMAIN\\admin -CertificateThumbprint {fixture.Server.Thumbprint}", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
    }

    [Fact]
    public void a_sound_certificate_is_accepted_and_another_than_the_pinned_one_is_not()
    {
        using X509Certificate2 certificate = Certificates.SelfSigned();
        using HttpRequestMessage attempt = new();
        Assert.True(new CertificatePolicy(false, null).Accept(attempt, certificate, null, SslPolicyErrors.None));
        foreach (bool acceptsAny in new[] { false, true })
        {
            CertificatePolicy policy = new(acceptsAny, new string('A', 64));
            Assert.False(policy.Accept(attempt, certificate, null, SslPolicyErrors.None));
            Assert.Equal((null, "it is not the pinned one"), (policy.RejectedFor(attempt)!.Sha256, policy.RejectedFor(attempt)!.Reason));
            Assert.Null(policy.RejectedFor(new HttpRequestMessage()));
        }
    }

    [Theory]
    [InlineData("", "-Credential DOMAIN\\admin")]
    [InlineData("-TimeoutSec 30 -PassThru -MaximumRetryCount 0 -ApiVersion v8 -Verbose:$false -SkipCertificateCheck:$false", "-Credential DOMAIN\\admin -ApiVersion v8 -TimeoutSec 30 -MaximumRetryCount 0 -PassThru")]
    [InlineData("@odd", "-Credential 'O''Neill & sons' -PassThru")]
    [InlineData("-AccessToken $secret", "-AccessToken $accessToken")]
    [InlineData("-ClientId a.b -Assertion $secret -RestoreOperator", "-ClientId a.b -Assertion $assertion -RestoreOperator")]
    public async Task the_command_that_pins_a_certificate_repeats_what_was_typed_and_no_secret(string typed, string repeated)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string who = typed.Contains("$secret", StringComparison.Ordinal) || typed == "@odd" ? "" : "-Credential $credential";
        ErrorRecord error = Assert.Single(fixture.Run(
            "$secret = [Net.NetworkCredential]::new('', 'canary').SecurePassword; $odd = @{ Credential = [pscredential]::new(\"O'Neill & sons\", $secret); PassThru = $true }; "
            + $"Connect-RestoreServer $server {who} {typed}").Errors);
        Assert.EndsWith($"Connect-RestoreServer -Server {fixture.Server.Server} {repeated} -CertificateThumbprint {fixture.Server.Thumbprint}", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_request_goes_through_the_proxy_that_is_named()
    {
        await using ConnectProxy proxy = new("proxyuser:proxysecret");
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult refused = fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck -Proxy {proxy.Address}");
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", refused.ErrorId);
        Assert.Empty(proxy.Tunnels);

        const string Credential = "([pscredential]::new('proxyuser', [Net.NetworkCredential]::new('', 'proxysecret').SecurePassword))";
        ShellResult listed = fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck -Proxy {proxy.Address} -ProxyCredential {Credential}; Get-RestoreSession");
        Assert.Equal(100, listed.As<RestoreSession>().Count);
        Assert.Contains(fixture.Server.Server, proxy.Tunnels);
    }

    [Theory]
    [InlineData("-Proxy ''")]
    [InlineData("-Proxy proxy.contoso.local")]
    public async Task what_is_no_proxy_is_refused_before_anything_is_sent(string arguments)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck {arguments}");
        Assert.Equal("InvalidProxy,RestoreSessions.Commands.ConnectRestoreServerCommand", result.ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }
}
