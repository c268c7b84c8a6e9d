using System;
using System.Collections.Generic;
using System.Linq;
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
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        other.Faults.Add(Fault.StallHeaders(), "RestoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await other.Faults.WaitUntilStalledAsync();
        await listing.WaitForOutputAsync(100);
        other.Faults.Release();
        Assert.Equal(200, listing.Wait().Output.Count);
    }

    [Fact]
    public async Task a_silent_server_holds_up_no_wait_for_another_and_ends_with_the_time()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        foreach (RestoreServer server in new[] { fixture.Server, other })
        {
            server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        }

        other.Faults.Add(Fault.StallHeaders(), other.Sessions[0].Id.ToString(), times: 100);
        using Invocation wait = fixture.Shell.Begin("Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 1 -TimeoutSec 3");
        await other.Faults.WaitUntilStalledAsync();
        fixture.Server.Sessions.Stop(fixture.Server.Sessions[0].Id, DateTime.UtcNow);
        await wait.WaitForOutputAsync(1);
        ShellResult result = wait.Wait();
        Assert.Equal(fixture.Server.Server, ((RestoreSession)Assert.Single(result.Output).BaseObject).Server);
        Assert.Equal("WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreSessionStatistics")]
    [InlineData("Get-RestoreOrganization")]
    [InlineData("Stop-RestoreSession -Confirm:$false -PassThru")]
    public async Task a_dead_server_is_one_error_and_the_number_left_out_or_one_for_each_session_that_is_not_stopped_and_the_others_go_on(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync();
        foreach (RestoreServer server in new[] { fixture.Server, other })
        {
            server.Sessions.Use(Enumerable.Range(0, 2).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), State = "Working", EventCount = 1 }));
        }

        Assert.Null(fixture.Run($"Connect-RestoreServer $server, {other.Server} $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0; $s = Get-RestoreSession | Sort-Object CreationTime").ErrorId);
        await other.StopAsync();
        ShellResult result = fixture.Run($"$s | {command}");
        Assert.Equal(2, result.Output.Count);
        Assert.All(result.Output, read => Assert.Equal(fixture.Server.Server, ((ServerObject)read.BaseObject).Server));
        Assert.Equal(
            ["ServerUnreachable", command.StartsWith("Stop", StringComparison.Ordinal) ? "ServerUnreachable" : "SessionsLeftOut"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(result.Errors.Where(error => error.FullyQualifiedErrorId.StartsWith("SessionsLeftOut", StringComparison.Ordinal)), error =>
            Assert.StartsWith($"2 sessions of {other.Server} were left out", error.Exception.Message, StringComparison.Ordinal));
        Assert.Null(result.TerminatingError);
        await other.StartAgainAsync();
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

    private static async Task<RestoreServer> ConnectOtherAsync(ShellFixture fixture)
    {
        RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Seed = 2 });
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        other.Requests.Clear();
        return other;
    }
}
