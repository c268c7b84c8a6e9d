using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>One command, several servers.</summary>
public sealed class SeveralServersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task a_slow_server_holds_up_no_other(int slow)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { Seed = 2 });
        FaultList faults = new[] { fixture.Server, other }[slow].Faults;
        faults.Add(Fault.StallHeaders(), "RestoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await faults.WaitUntilStalledAsync();
        await listing.WaitForOutputAsync(100);
        faults.Release();
        Assert.Equal(200, listing.Wait().Output.Count);
    }

    [Fact]
    public async Task each_server_that_fails_is_an_error_and_none_ends_the_script()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer second = await fixture.AddServerAsync();
        await using RestoreServer third = await fixture.AddServerAsync();
        foreach (RestoreServer failing in new[] { second, third })
        {
            failing.Faults.Add(Fault.Status(500), "RestoreSessions", times: int.MaxValue);
        }

        ShellResult result = fixture.Run("try { @(Get-RestoreSession).Count; 'went on' } catch { 'ended' }");
        Assert.Equal(["100", "went on"], result.Output.Select(o => o.ToString()));
        Assert.Equal(2, result.Errors.Count);
        Assert.All(new[] { second, third }, failing => Assert.Single(result.Errors, error => error.Exception.Message.StartsWith(failing.Server, StringComparison.Ordinal)));
        Assert.All(result.Errors, error => Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", error.FullyQualifiedErrorId));
    }

    [Fact]
    public async Task a_silent_server_takes_no_place_from_the_sessions_of_another_one()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 20 });
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { SessionCount = 20, Seed = 2 });
        Assert.Null(fixture.Run($"$s = Get-RestoreSession | Sort-Object {{ $_.Server -ne '{other.Server}' }}").ErrorId);
        fixture.Server.Requests.Clear();
        other.Faults.Add(Fault.StallHeaders(), "/Events", times: int.MaxValue);
        using Invocation events = fixture.Shell.Begin("$s | Get-RestoreSessionEvent");
        await other.Faults.WaitUntilStalledAsync();
        SpinWait.SpinUntil(() => fixture.Server.Requests.Count >= 20, TimeSpan.FromSeconds(30));
        Assert.Equal(20, fixture.Server.Requests.Count(request => request.Path.EndsWith("/Events", StringComparison.OrdinalIgnoreCase)));
        other.Faults.Clear();
        other.Faults.Release();
        ShellResult result = events.Wait();
        Assert.Empty(result.Errors);
        Assert.Equal(new[] { fixture.Server, other }.Sum(server => server.Sessions.AllIds().Sum(id => server.Sessions.Find(id)!.EventCount)), result.Output.Count);
    }

    [Theory]
    [InlineData("try { Get-RestoreSession -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }")]
    [InlineData("try { Get-RestoreSession | ForEach-Object { throw 'ServerFailed' } } catch { \"$_\" }")]
    public async Task an_error_that_ends_the_script_ends_the_listings_that_are_under_way(string script)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await fixture.AddServerAsync();
        other.Faults.Add(Fault.StallHeaders(), "RestoreSessions", times: int.MaxValue);
        if (script.Contains("Stop", StringComparison.Ordinal))
        {
            fixture.Server.Faults.Add(Fault.Status(500), "RestoreSessions", times: int.MaxValue);
        }

        other.Requests.Clear();
        Assert.Equal("ServerFailed", Assert.Single(fixture.Run(script).Output).ToString());
        await other.Requests.WaitUntilIdleAsync();
        Assert.All(other.Requests, request => Assert.True(request.IsAborted));
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
