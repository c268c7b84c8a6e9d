using System.Management.Automation;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>One Connect, several servers: what is said of a certificate is said of the server that sent it.</summary>
public sealed class CertificatesOfSeveralServersTests
{
    private const string Rejected = "CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand";
    private const string Unreachable = "ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_server_is_refused_with_its_own_thumbprint_and_reason()
    {
        using X509Certificate2 ofAnother = Certificates.SelfSigned("elsewhere.contoso.local");
        using X509Certificate2 expired = Certificates.SelfSigned(from: DateTimeOffset.UtcNow.AddYears(-2), to: DateTimeOffset.UtcNow.AddDays(-1));
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer second = await RestoreServer.StartAsync(new ServerOptions { Certificate = ofAnother });
        await using RestoreServer third = await RestoreServer.StartAsync(new ServerOptions { Certificate = expired });
        ShellResult result = fixture.Run($"Connect-RestoreServer $server, {second.Server}, {third.Server} $credential");
        Dictionary<string, ErrorRecord> errors = result.Errors.ToDictionary(e => (string)e.TargetObject);
        foreach ((RestoreServer server, string reason) in new[] { (fixture.Server, "it is self-signed"), (second, "it was issued for another name (elsewhere.contoso.local); it is self-signed"), (third, "it has expired or is not valid yet; it is self-signed") })
        {
            ErrorRecord error = errors[server.Server];
            Assert.Equal(Rejected, error.FullyQualifiedErrorId);
            Assert.Contains($"The certificate of {server.Server} was rejected: {reason}.", error.Exception.Message, StringComparison.Ordinal);
            Assert.EndsWith($"Connect-RestoreServer -Server {server.Server} -Credential DOMAIN\\admin -CertificateThumbprint {server.Thumbprint}", error.Exception.Message, StringComparison.Ordinal);
            Assert.Empty(server.Requests);
        }
    }

    [Fact]
    public async Task a_pin_that_one_of_two_servers_has_refuses_the_other_and_offers_no_thumbprint()
    {
        using X509Certificate2 certificate = Certificates.SelfSigned();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Certificate = certificate });
        ShellResult result = fixture.Run($"Connect-RestoreServer $server, {other.Server} $credential -CertificateThumbprint $thumbprint -PassThru");
        Assert.Equal(Rejected, result.ErrorId);
        Assert.Equal(other.Server, result.Errors[0].TargetObject);
        Assert.Contains("it is not the pinned one", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Thumbprint, result.Errors[0].Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(fixture.Server.Server, ((RestoreConnection)Assert.Single(result.Output).BaseObject).Server);
    }

    [Fact]
    public async Task a_certificate_that_was_refused_is_not_blamed_for_the_failure_of_another_server()
    {
        using X509Certificate2 certificate = Certificates.SelfSigned();
        using TcpListener refused = Listen(out string refusedName);
        using TcpListener broken = Listen(out string brokenName);
        Task serving = ServeAsync(refused, broken, certificate);
        using Shell shell = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["credential"] = ShellFixture.Credential("user", "password") } });
        ShellResult result = shell.Run($"Connect-RestoreServer {refusedName}, {brokenName} $credential");
        await serving;
        Dictionary<string, ErrorRecord> errors = result.Errors.ToDictionary(e => (string)e.TargetObject);
        Assert.Equal(2, errors.Count);
        Assert.Equal(Rejected, errors[refusedName].FullyQualifiedErrorId);
        Assert.EndsWith(certificate.GetCertHashString(HashAlgorithmName.SHA256), errors[refusedName].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(Unreachable, errors[brokenName].FullyQualifiedErrorId);
        Assert.DoesNotContain("certificate", errors[brokenName].Exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    // The second server breaks the handshake off only when the client has turned its back on the first.
    private static async Task ServeAsync(TcpListener refused, TcpListener broken, X509Certificate2 certificate)
    {
        using TcpClient first = await refused.AcceptTcpClientAsync(Cancellation);
        using TcpClient second = await broken.AcceptTcpClientAsync(Cancellation);
        await using (SslStream tls = new(first.GetStream()))
        {
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Cancellation);
                await tls.ReadExactlyAsync(new byte[1], Cancellation);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // The client has refused the certificate.
            }
        }

        _ = await second.GetStream().ReadAsync(new byte[4096], Cancellation);
        await second.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation);
    }

    private static TcpListener Listen(out string name)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        name = listener.LocalEndpoint.ToString()!;
        return listener;
    }
}
