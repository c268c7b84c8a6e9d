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
