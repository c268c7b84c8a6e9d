using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class LifecycleTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task events_of_piped_sessions_answer_who_restored_what()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        IReadOnlyList<RestoreSessionEvent> events =
            fixture.Run("Get-RestoreSession -StartTimeFrom 2026-06-01T08:00:00Z | Get-RestoreSessionEvent | Where-Object Type -eq Restore").As<RestoreSessionEvent>();
        Assert.NotEmpty(events);
        Assert.Equal(events.Select(e => e.Id), fixture.Run("Get-RestoreSession -StartTimeFrom 2026-06-01T08:00:00Z | Get-RestoreSessionEvent -Type Restore").As<RestoreSessionEvent>().Select(e => e.Id));
        Assert.All(fixture.Run("Get-RestoreSession | Get-RestoreSessionEvent -Status Fail*").As<RestoreSessionEvent>(), e => Assert.Equal("Failed", e.Status));
    }

    [Fact]
    public async Task every_page_of_events_is_read()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 7 });
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EventCount = 100 }]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), fixture.Run("Get-RestoreSession | Get-RestoreSessionEvent").As<RestoreSessionEvent>().Select(e => e.Order));
    }

    [Fact]
    public async Task each_session_goes_to_its_own_server()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0 });
        SessionRecord[] records = [.. Enumerable.Range(0, 2).Select(_ => new SessionRecord { CreationTime = Start, State = "Working" })];
        fixture.Server.Sessions.Use([records[0]]);
        other.Sessions.Use([records[1]]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -ApiVersion v5").ErrorId);
        Assert.Null(fixture.Run("Get-RestoreSession -Connection (Get-RestoreConnection) | Stop-RestoreSession -Confirm:$false").ErrorId);
        Assert.Equal(["Stopped", "Stopped"], [fixture.Server.Sessions[0].State, other.Sessions[0].State]);
        Assert.Single(fixture.Server.Requests, r => r.Method == "POST");
        Assert.Single(other.Requests, r => r.Path.Contains("Action", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_session_known_to_have_stopped_costs_no_request()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3, Anchor = Start });
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = Start.AddHours(1) }]);
        Assert.Single(fixture.Run("Get-RestoreSession | Stop-RestoreSession -Confirm:$false -PassThru").As<RestoreSession>());
        Assert.DoesNotContain(fixture.Server.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task a_stop_that_the_server_refuses_is_an_error_of_that_session()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(2);
        fixture.Server.Faults.Add(Fault.Status(403, """{"message":"not yours"}"""), "/Action");
        ShellResult result = fixture.Run("Get-RestoreSession | Stop-RestoreSession -Confirm:$false");
        Assert.Equal("AccessDenied,RestoreSessions.Commands.StopRestoreSessionCommand", result.ErrorId);
        Assert.IsType<RestoreSession>(result.Errors[0].TargetObject);
        Assert.Equal(["Working", "Stopped"], [fixture.Server.Sessions[0].State, fixture.Server.Sessions[1].State]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task a_session_that_takes_a_moment_to_stop_is_looked_at_until_it_has(int look)
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(1);
        fixture.Server.Options.StopsAtLook = look;
        Assert.Equal("Stopped", fixture.Run("Get-RestoreSession | Stop-RestoreSession -Confirm:$false -PassThru").One<RestoreSession>().State);
        string[] methods = [.. fixture.Server.Requests.Where(r => r.Path.Contains(fixture.Server.Sessions[0].Id.ToString(), StringComparison.OrdinalIgnoreCase)).Select(r => r.Method)];
        Assert.Equal(["GET", "POST", .. Enumerable.Repeat("GET", look)], methods);
    }

    [Fact]
    public async Task a_session_that_works_on_after_its_stop_is_an_error_and_the_next_one_is_stopped()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(2);
        fixture.Server.Options.StopsAtLook = int.MaxValue;
        fixture.Server.Faults.Add(Fault.Status(500), "restoreSessions/", times: int.MaxValue, when: request =>
        {
            fixture.Server.Options.StopsAtLook = request.Path.Contains(fixture.Server.Sessions[1].Id.ToString(), StringComparison.OrdinalIgnoreCase) ? 0 : int.MaxValue;
            return false;
        });
        ShellResult result = fixture.Run("Get-RestoreSession | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.Equal("RestoreSessionNotStopped,RestoreSessions.Commands.StopRestoreSessionCommand", result.ErrorId);
        Assert.Contains("is still Working", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal((fixture.Server.Sessions[0].Id, fixture.Server.Sessions[1].Id), (((RestoreSession)result.Errors[0].TargetObject).Id, ((RestoreSession)Assert.Single(result.Output).BaseObject).Id));
    }

    [Fact]
    public async Task an_organization_starts_a_session_from_the_pipeline_by_name_or_by_identifier()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach (string command in new[]
        {
            "Get-RestoreOrganization -Name adatum* | Start-RestoreSession -Type SharePoint",
            "Start-RestoreSession ADATUM.onmicrosoft.com -Type vesp",
            "Start-RestoreSession (Get-RestoreOrganization -Name adatum*).Id -Type SharePoint",
        })
        {
            RestoreSession session = fixture.Run(command).One<RestoreSession>();
            Assert.Equal(("Vesp", "adatum.onmicrosoft.com", "Working"), (session.Type, session.Organization, session.State));
        }

        Assert.Equal("RestoreOrganizationNotFound,RestoreSessions.Commands.StartRestoreSessionCommand", fixture.Run("Start-RestoreSession nobody -Type Teams").ErrorId);
    }

    [Fact]
    public async Task an_organization_on_several_servers_is_ambiguous()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Equal("AmbiguousOrganization,RestoreSessions.Commands.StartRestoreSessionCommand", fixture.Run("Start-RestoreSession adatum.onmicrosoft.com -Type Teams").ErrorId);
        Assert.Equal(other.Server, fixture.Run($"Get-RestoreOrganization -Name adatum* | Where-Object Server -eq {other.Server} | Start-RestoreSession -Type Teams").One<RestoreSession>().Server);
    }

    [Fact]
    public async Task waiting_writes_each_session_when_it_has_stopped_and_shows_progress()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(3);
        int looks = 0;
        Guid[] ids = [.. fixture.Server.Sessions.AllIds()];
        fixture.Server.Faults.Add(Fault.Status(500), "RestoreSessions/", when: request =>
        {
            if (request.Path.EndsWith(ids[0].ToString(), StringComparison.Ordinal))
            {
                fixture.Server.Sessions.Stop(ids[looks], DateTime.UtcNow);
                looks++;
            }

            return false;
        });
        ShellResult result = fixture.Run("Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 1 -TimeoutSec 3");
        Assert.Contains(ids[0], result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));
        Assert.All(result.Output, o => Assert.Equal("Stopped", ((RestoreSession)o.BaseObject).State));
        Assert.Contains(result.Progress, p => p.StatusDescription.Contains("of 3 have stopped", StringComparison.Ordinal));
        Assert.All(result.Errors, e => Assert.StartsWith("WaitTimedOut,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(3, result.Output.Count + result.Errors.Count);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public async Task waiting_ends_with_one_error_for_each_session_that_is_still_working()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(2);
        ShellResult result = fixture.Run("Get-RestoreSession | Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 1");
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.Equal(
            ("WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand", ErrorCategory.OperationTimeout), (e.FullyQualifiedErrorId, e.CategoryInfo.Category)));
        Assert.Null(result.TerminatingError);
    }

    [Fact]
    public async Task ctrl_c_ends_a_wait()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(1);
        fixture.Server.Faults.Add(Fault.StallHeaders(), "RestoreSessions/");
        using Invocation wait = fixture.Shell.Begin("Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 3600");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        wait.Stop();
        Assert.Empty(wait.Wait().Output);
    }

    [Fact]
    public async Task a_wait_survives_a_restart_of_the_server()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(1);
        fixture.Server.Faults.Add(Fault.StallHeaders(), "RestoreSessions/");
        using Invocation wait = fixture.Shell.Begin("Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 1");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        await fixture.Server.StopAsync();
        fixture.Server.Sessions.Stop(fixture.Server.Sessions[0].Id, DateTime.UtcNow);
        await fixture.Server.StartAgainAsync();
        Assert.Equal("Stopped", wait.Wait().One<RestoreSession>().State);
    }

    [Fact]
    public async Task a_session_read_before_a_reconnect_still_finds_its_server()
    {
        await using ShellFixture fixture = await OpenWithWorkingAsync(1);
        Assert.Null(fixture.Run("$s = Get-RestoreSession; Disconnect-RestoreServer; Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint; $s | Stop-RestoreSession -Confirm:$false").ErrorId);
        Assert.Equal("Stopped", fixture.Server.Sessions[0].State);
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent", "GetRestoreSessionEventCommand")]
    [InlineData("Get-RestoreSessionStatistics", "GetRestoreSessionStatisticsCommand")]
    [InlineData("Stop-RestoreSession -Confirm:$false", "StopRestoreSessionCommand")]
    [InlineData("Wait-RestoreSession", "WaitRestoreSessionCommand")]
    [InlineData("Get-RestoreOrganization", "GetRestoreOrganizationCommand")]
    public async Task a_session_that_is_gone_is_an_error_of_its_own(string command, string type)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new HashSet<int> { 8 } });
        ShellResult result = fixture.Run($"{command} -Id 00000000-1111-2222-3333-444444444444");
        Assert.Equal($"RestoreSessionNotFound,RestoreSessions.Commands.{type}", result.ErrorId);
        Assert.Null(result.TerminatingError);
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent -Id 00000000-1111-2222-3333-444444444444")]
    [InlineData("Get-RestoreOrganization")]
    [InlineData("Start-RestoreSession contoso -Type Teams")]
    [InlineData("Stop-RestoreSession -Id 00000000-1111-2222-3333-444444444444 -Confirm:$false")]
    public void without_a_connection_every_cmdlet_says_so(string command)
    {
        using Shell shell = new();
        Assert.StartsWith("NotConnected,RestoreSessions.Commands.", shell.Run(command).ErrorId, StringComparison.Ordinal);
    }

    private static async Task<ShellFixture> OpenWithWorkingAsync(int count)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(Enumerable.Range(0, count).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" }));
        return fixture;
    }
}
