using System;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>One command, several servers.</summary>
public sealed class SeveralServersTests
{
    [Fact]
    public async Task a_slow_server_holds_up_no_other()
    {
        await using Site site = await Site.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(site);
        other.Faults.Add(Fault.StallHeaders(), "RestoreSessions");
        using Invocation listing = site.Shell.Begin("Get-RestoreSession");
        await other.Faults.WaitUntilStalledAsync();
        await listing.WaitForOutputAsync(100);
        other.Faults.Release();
        Assert.Equal(200, listing.Wait().Output.Count);
    }

    [Fact]
    public async Task a_silent_server_holds_up_no_wait_for_another_and_ends_with_the_time()
    {
        await using Site site = await Site.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(site);
        foreach (RestoreServer server in new[] { site.Server, other })
        {
            server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        }

        other.Faults.Add(Fault.StallHeaders(), other.Sessions[0].Id.ToString(), times: 100);
        using Invocation wait = site.Shell.Begin("Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 1 -TimeoutSec 3");
        await other.Faults.WaitUntilStalledAsync();
        site.Server.Sessions.Stop(site.Server.Sessions[0].Id, DateTime.UtcNow);
        await wait.WaitForOutputAsync(1);
        ShellResult result = wait.Wait();
        Assert.Equal(site.Server.Server, ((RestoreSession)Assert.Single(result.Output).BaseObject).Server);
        Assert.Equal("WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    private static async Task<RestoreServer> ConnectOtherAsync(Site site)
    {
        RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Seed = 2 });
        Assert.Null(site.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        other.Requests.Clear();
        return other;
    }
}
