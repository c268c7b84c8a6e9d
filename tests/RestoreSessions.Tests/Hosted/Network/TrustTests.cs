using System.Security.Cryptography.X509Certificates;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a machine does that trusts the authority, and what it still refuses. Only OpenSSL can be told whom to trust for one process.</summary>
public sealed class TrustTests
{
    private const string Rejected = "CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand";

    private static readonly CertificateAuthority Authority = new("Trusted authority");

    public static TheoryData<string> Ways => ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task a_certificate_of_a_trusted_authority_needs_neither_pin_nor_skip(string way)
    {
        using X509Certificate2 certificate = Authority.Issue("localhost");
        Assert.Equal("100 sessions", (await ConnectAsync(certificate, way)).Trim());
    }

    [Fact]
    public async Task a_pin_counts_for_more_than_a_trusted_authority()
    {
        using X509Certificate2 certificate = Authority.Issue("localhost");
        string shown = await ConnectAsync(certificate, pin: new string('0', 64));
        Assert.StartsWith(Rejected, shown, StringComparison.Ordinal);
        Assert.Contains("it is not the pinned one", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elsewhere.contoso.local", -1, 365, "another name")]
    [InlineData("localhost", -700, -1, "has expired")]
    [InlineData("localhost", 1, 365, "is not valid yet")]
    public async Task a_trusted_authority_makes_no_other_fault_good(string name, int fromDays, int toDays, string reason)
    {
        using X509Certificate2 certificate = Authority.Issue(name, DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(toDays));
        string shown = await ConnectAsync(certificate);
        Assert.StartsWith(Rejected, shown, StringComparison.Ordinal);
        Assert.Contains(reason, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_authority_that_is_not_trusted_is_refused_where_another_is_trusted()
    {
        using X509Certificate2 certificate = Certificates.SignedByUnknownAuthority();
        string shown = await ConnectAsync(certificate);
        Assert.StartsWith(Rejected, shown, StringComparison.Ordinal);
        Assert.Contains("issuer is not trusted", shown, StringComparison.Ordinal);
    }

    private static async Task<string> ConnectAsync(X509Certificate2 certificate, string way = "SSL_CERT_FILE", string pin = "")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL can be told whom to trust for one process.");
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Certificate = certificate });
        using TemporaryFolder folder = new();
        string file = folder.Write("authority.pem", Authority.Pem);
        return await ChildShell.ListAsync(
            server,
            ("SSL_CERT_FILE", way == "SSL_CERT_FILE" ? file : folder["none.pem"]),
            ("SSL_CERT_DIR", way == "SSL_CERT_DIR" ? folder["."] : folder["none"]),
            ("TEST_SERVER", $"localhost:{server.Port}"),
            ("TEST_PIN", pin));
    }
}
