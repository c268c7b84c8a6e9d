using System.Text.RegularExpressions;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Servers that speak one version of TLS alone, on a machine that would speak each of them.</summary>
public sealed class OldTlsTests
{
    // OpenSSL speaks TLS 1.0 and 1.1 only when its configuration lowers the level of security; server and client are both told.
    private const string Lenient = """
        openssl_conf = all
        [all]
        ssl_conf = ssl
        [ssl]
        system_default = system
        [system]
        MinProtocol = TLSv1
        CipherString = DEFAULT@SECLEVEL=0
        """;

    private const string Script = """
        $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $env:TEST_PORT)
        $tls = [Net.Security.SslStream]::new($client.GetStream())
        $policy = [Security.Cryptography.X509Certificates.X509ChainPolicy]@{ VerificationFlags = 'AllFlags' }
        $options = [Net.Security.SslClientAuthenticationOptions]@{ TargetHost = 'localhost'; EnabledSslProtocols = $env:TEST_VERSION; CertificateChainPolicy = $policy }
        try { $tls.AuthenticateAsClient($options) } catch { "$($_.Exception.InnerException.Message)" }
        "spoken: $($tls.SslProtocol)"

        $credential = [pscredential]::new('DOMAIN\admin', [Net.NetworkCredential]::new('', 'secret').SecurePassword)
        try {
            Connect-RestoreServer "127.0.0.1:$env:TEST_PORT" $credential -CertificateThumbprint $env:TEST_PIN
            "$(@(Get-RestoreSession).Count) sessions"
        }
        catch {
            $_.FullyQualifiedErrorId
            $_.Exception.Message
        }
        """;

    [Theory]
    [InlineData("Tls", false)]
    [InlineData("Tls11", false)]
    [InlineData("Tls12", true)]
    [InlineData("Tls13", true)]
    public async Task a_server_of_tls_1_0_or_1_1_alone_is_refused(string version, bool isAccepted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL can be told to speak TLS 1.0 and 1.1 in one process.");
        using TemporaryFolder folder = new();
        Dictionary<string, string> environment = new() { ["OPENSSL_CONF"] = folder.Write("openssl.cnf", Lenient), ["TEST_VERSION"] = version };
        await using ChildProcess server = new("FakeServer.dll", ["--port", "0", "--tls", version, "--password", "secret"], environment);
        environment["TEST_PORT"] = await FindAsync(server, @"127\.0\.0\.1:(\d+)");
        environment["TEST_PIN"] = await FindAsync(server, @"SHA-256\s+(\w+)");
        (string shown, _) = await ChildShell.RunAsync(Script, environment);

        // The machine itself would: without this, a refusal would prove nothing.
        Assert.Contains($"spoken: {version}\n", shown, StringComparison.Ordinal);
        Assert.Contains(isAccepted ? "100 sessions" : "ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", shown, StringComparison.Ordinal);
        Assert.Equal(!isAccepted, shown.Contains("TLS 1.2 or later", StringComparison.Ordinal));
    }

    private static async Task<string> FindAsync(ChildProcess server, string pattern)
    {
        while (await server.ReadLineAsync() is { } line)
        {
            if (Regex.Match(line, pattern) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        throw new EndOfStreamException($"The server did not say {pattern}.");
    }
}
