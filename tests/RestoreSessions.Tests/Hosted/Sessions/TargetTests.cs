using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A session acts only on the server that it came from, though another one has a session of the same identifier.</summary>
public sealed class TargetTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Commands =>
    [
        "Stop-RestoreSession -Confirm:$false", "Wait-RestoreSession -TimeoutSec 1", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics", "Get-RestoreOrganization",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task a_session_of_a_server_that_is_no_longer_connected_is_an_error_and_its_clone_is_left_alone(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"$s = Get-RestoreSession; Disconnect-RestoreServer; Connect-RestoreServer {clone.Server} $credential -CertificateThumbprint $thumbprint").ErrorId);
        clone.Requests.Clear();
        ShellResult result = fixture.Run($"$s | {command}; 'went on'");
        IsRefused(result, fixture, command);
        Assert.Equal("went on", Assert.Single(result.Output).BaseObject);
        Assert.Empty(clone.Requests);
        Assert.Equal("Working", clone.Sessions[0].State);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task a_session_of_another_server_than_the_connection_named_is_an_error_and_nothing_is_sent(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"$s = Get-RestoreSession; $b = Connect-RestoreServer {clone.Server} $credential -CertificateThumbprint $thumbprint -PassThru").ErrorId);
        clone.Requests.Clear();
        fixture.Server.Requests.Clear();
        IsRefused(fixture.Run($"$s | {command} -Connection $b"), fixture, command);
        Assert.Empty(clone.Requests);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_report_has_no_events_of_another_server()
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"$s = Get-RestoreSession; Disconnect-RestoreServer; Connect-RestoreServer {clone.Server} $credential -CertificateThumbprint $thumbprint").ErrorId);
        clone.Requests.Clear();
        Assert.Equal("ServerNotConnected,RestoreSessions.Commands.ExportRestoreSessionReportCommand", fixture.Run($"$s | Export-RestoreSessionReport '{folder["a.html"]}' -IncludeEvent").ErrorId);
        Assert.Empty(clone.Requests);
    }

    [Fact]
    public async Task a_session_goes_to_its_server_whatever_the_case_of_the_name_and_one_of_no_server_is_sought_everywhere()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"Connect-RestoreServer localhost:{clone.Port} $credential -CertificateThumbprint $thumbprint").ErrorId);
        string id = fixture.Server.Sessions[0].Id.ToString();
        Assert.Null(fixture.Run($"[RestoreSessions.RestoreSession]@{{ Id = '{id}'; Server = 'LOCALHOST:{clone.Port}' }} | Stop-RestoreSession -Confirm:$false").ErrorId);
        Assert.Equal(["Working", "Stopped"], [fixture.Server.Sessions[0].State, clone.Sessions[0].State]);
        fixture.Server.Sessions.Remove(fixture.Server.Sessions[0].Id);
        Assert.Equal("Stopped", fixture.Run($"[RestoreSessions.RestoreSession]@{{ Id = '{id}' }} | Wait-RestoreSession").One<RestoreSession>().State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Connection $first, $second")]
    public async Task a_connection_that_closes_before_its_session_is_looked_at_leaves_that_to_another_one_to_the_same_server(string connection)
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Sessions.Stop(fixture.Server.Sessions[0].Id, Start.AddHours(1));
        Assert.Null(fixture.Run("$first = Get-RestoreConnection; $s = Get-RestoreSession; $second = Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -PassThru").ErrorId);
        ShellResult result = fixture.Run($"$s | ForEach-Object {{ $_ }} -End {{ Disconnect-RestoreServer $first }} | Wait-RestoreSession {connection}");
        Assert.Equal(fixture.Server.Sessions[0].Id, result.One<RestoreSession>().Id);
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Stop-RestoreSession -Confirm:$false")]
    [InlineData("Wait-RestoreSession -TimeoutSec 1")]
    public async Task an_answer_about_another_session_is_refused_and_nothing_is_stopped(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Faults.Add(Fault.RawBody("""{"id":"01234567-89ab-cdef-0123-456789abcdef","creationTime":"2026-06-01T10:00:00Z","state":"Working"}"""), fixture.Server.Sessions[0].Id.ToString(), times: 100);
        ShellResult result = fixture.Run($"{command} -Id {fixture.Server.Sessions[0].Id}");
        Assert.Empty(result.Output);
        Assert.StartsWith(command.StartsWith("Wait", StringComparison.Ordinal) ? "WaitTimedOut," : "UnexpectedAnswer,", result.ErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Server.Requests, r => r.Method == "POST");
    }

    private static void IsRefused(ShellResult result, ShellFixture fixture, string command)
    {
        Assert.Equal($"ServerNotConnected,RestoreSessions.Commands.{command.Split(' ')[0].Replace("-", "", StringComparison.Ordinal)}Command", result.ErrorId);
        Assert.Contains($"is on {fixture.Server.Server}, and there is no connection to that server", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Server.Sessions[0].Id, result.Errors[0].TargetObject);
        Assert.Null(result.TerminatingError);
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, State = "Working" }]);
        return fixture;
    }

    private static async Task<RestoreServer> CloneAsync(ShellFixture fixture)
    {
        RestoreServer clone = await RestoreServer.StartAsync();
        clone.Sessions.Use([fixture.Server.Sessions[0]]);
        return clone;
    }
}
