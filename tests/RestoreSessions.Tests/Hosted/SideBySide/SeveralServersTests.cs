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
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { Seed = 2 });
        other.Faults.Add(Fault.StallHeaders(), "RestoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await other.Faults.WaitUntilStalledAsync();
        await listing.WaitForOutputAsync(100);
        other.Faults.Release();
        Assert.Equal(200, listing.Wait().Output.Count);
    }

    [Fact]
    public async Task a_dead_server_ends_no_command_of_another_runspace_which_has_only_the_connections_of_the_sessions()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync();
        foreach (RestoreServer server in new[] { other, fixture.Server })
        {
            server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), EventCount = 1 }]);
        }

        ShellResult sessions = fixture.Run($"Connect-RestoreServer {other.Server}, $server $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0; Get-RestoreSession | Sort-Object {{ $_.Server -ne '{other.Server}' }}");
        await other.StopAsync();
        using Shell second = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["s"] = sessions.Output } });
        ShellResult result = second.Run("$s | Get-RestoreSessionEvent");
        Assert.Equal(fixture.Server.Server, ((RestoreSessionEvent)Assert.Single(result.Output).BaseObject).Server);
        Assert.Equal(
            ["ServerUnreachable,RestoreSessions.Commands.GetRestoreSessionEventCommand", "SessionsLeftOut,RestoreSessions.Commands.GetRestoreSessionEventCommand"],
            result.Errors.Select(error => error.FullyQualifiedErrorId));
        Assert.Null(result.TerminatingError);
        await other.StartAgainAsync();
    }

    [Fact]
    public async Task a_wait_for_a_server_that_cannot_be_reached_says_why_at_its_end()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0; $s = Get-RestoreSession").ErrorId);
        fixture.Server.Faults.Add(Fault.Status(503, """{"message":"the service is starting"}"""), fixture.Server.Sessions[0].Id.ToString(), times: 100);
        ShellResult result = fixture.Run("$s | Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 1");
        Assert.Equal("WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand", result.ErrorId);
        Assert.Contains("could not be looked at: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("503", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("is still", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wait_lasts_as_long_as_its_time_and_looks_as_often_as_its_interval_says()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        fixture.Server.Requests.Clear();

        // At the beginning and at the end, and not between.
        ShellResult result = fixture.Run("$s | Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 100");
        Assert.Equal("WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand", result.ErrorId);
        Assert.Contains("is still Working after 1 s", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }
}
