using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What is left in the memory of a connection when it is over.</summary>
public sealed class ForgettingTests
{
    private const string ProxyPassword = "canary-of-the-proxy";
    private const string Connect =
        "$proxyCredential = [pscredential]::new('proxyuser', [Net.NetworkCredential]::new('', '" + ProxyPassword + "').SecurePassword); "
        + "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -Proxy $proxy -ProxyCredential $proxyCredential -PassThru; Get-RestoreSession -Last 1";

    [Theory]
    [InlineData("Disconnect-RestoreServer")]
    [InlineData("Get-RestoreConnection | Disconnect-RestoreServer")]
    [InlineData("")]
    public async Task neither_the_password_nor_a_token_is_kept(string end)
    {
        await using ConnectProxy proxy = new("proxyuser:" + ProxyPassword);
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 5 }, isConnected: false);
        object[] kept = [.. fixture.Run($"$proxy = '{proxy.Address}'; {Connect}").As<object>()];
        fixture.Server.ExpireTokens();
        Assert.Single(fixture.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
        string[] living = [fixture.Server.Options.Password, .. fixture.Server.Secrets.SkipLast(1).TakeLast(2), ProxyPassword];

        // Each is found while the connection is open, and so would be found later.
        Assert.All(living, secret => Assert.NotNull(ObjectGraph.FindInMemory(kept[0], [secret])));
        if (end.Length > 0)
        {
            Assert.Null(fixture.Run(end).ErrorId);
        }
        else
        {
            fixture.Shell.Dispose();
        }

        string[] secrets = [.. fixture.Server.Secrets, ProxyPassword];
        Assert.All(kept, one => Assert.Null(ObjectGraph.FindInMemory(one, secrets)));
    }

    [Fact]
    public async Task a_token_brought_along_is_not_kept()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string token = fixture.Server.Secrets[0];
        RestoreConnection connection = fixture.Run(
            $"$token = [Net.NetworkCredential]::new('', '{token}').SecurePassword; Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint -PassThru").One<RestoreConnection>();
        Assert.NotNull(ObjectGraph.FindInMemory(connection, [token]));
        Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
        Assert.Null(ObjectGraph.FindInMemory(connection, [token]));
    }

    [Fact]
    public async Task a_token_that_arrives_after_the_end_is_not_kept()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.StallHeaders(), "token");
        using Shell second = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
        using Invocation listing = second.Begin("Get-RestoreSession -Connection $c");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
        fixture.Server.Faults.Release();
        Assert.Single(listing.Wait().Errors);
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.Null(ObjectGraph.FindInMemory(connection, fixture.Server.Secrets));
    }
}
