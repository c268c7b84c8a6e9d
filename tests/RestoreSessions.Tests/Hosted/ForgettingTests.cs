using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
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
        await using Site site = await Site.OpenAsync(new ServerOptions { SessionCount = 5 }, isConnected: false);
        object[] kept = [.. site.Run($"$proxy = '{proxy.Address}'; {Connect}").As<object>()];
        site.Server.ExpireTokens();
        Assert.Single(site.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
        string[] living = [site.Server.Options.Password, .. site.Server.Secrets.SkipLast(1).TakeLast(2), ProxyPassword];

        // Each is found while the connection is open, and so would be found later.
        Assert.All(living, secret => Assert.NotNull(ObjectGraph.FindInMemory(kept[0], [secret])));
        if (end.Length > 0)
        {
            Assert.Null(site.Run(end).ErrorId);
        }
        else
        {
            site.Shell.Dispose();
        }

        string[] secrets = [.. site.Server.Secrets, ProxyPassword];
        Assert.All(kept, one => Assert.Null(ObjectGraph.FindInMemory(one, secrets)));
    }

    [Fact]
    public async Task a_token_brought_along_is_not_kept()
    {
        await using Site site = await Site.OpenAsync();
        string token = site.Server.Secrets[0];
        RestoreConnection connection = site.Run(
            $"$token = [Net.NetworkCredential]::new('', '{token}').SecurePassword; Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint -PassThru").One<RestoreConnection>();
        Assert.NotNull(ObjectGraph.FindInMemory(connection, [token]));
        Assert.Null(site.Run("Disconnect-RestoreServer").ErrorId);
        Assert.Null(ObjectGraph.FindInMemory(connection, [token]));
    }

    [Fact]
    public async Task a_token_that_arrives_after_the_end_is_not_kept()
    {
        await using Site site = await Site.OpenAsync();
        RestoreConnection connection = site.Run("Get-RestoreConnection").One<RestoreConnection>();
        site.Server.ExpireTokens();
        site.Server.Faults.Add(Fault.StallHeaders(), "token");
        using Shell second = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
        using Invocation listing = second.Begin("Get-RestoreSession -Connection $c");
        await site.Server.Faults.WaitUntilStalledAsync();
        Assert.Null(site.Run("Disconnect-RestoreServer").ErrorId);
        site.Server.Faults.Release();
        Assert.Single(listing.Wait().Errors);
        await site.Server.Requests.WaitUntilIdleAsync();
        Assert.Null(ObjectGraph.FindInMemory(connection, site.Server.Secrets));
    }
}
