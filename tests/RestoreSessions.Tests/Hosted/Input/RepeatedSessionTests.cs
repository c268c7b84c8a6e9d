using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every event of a session names it, so that a pipeline may bring the same session many times: a command takes it once.</summary>
public sealed class RepeatedSessionTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Get-RestoreSession", 2, 2)]
    [InlineData("Get-RestoreSessionEvent", 6, 4)]
    [InlineData("Get-RestoreSessionStatistics", 2, 2)]
    [InlineData("Get-RestoreOrganization", 2, 2)]
    [InlineData("Stop-RestoreSession -Confirm:$false -PassThru", 2, 6)]
    public async Task a_session_that_comes_with_each_of_its_events_is_taken_once(string command, int objects, int requests)
    {
        await using ShellFixture fixture = await OpenAsync("Working");
        Assert.Equal(6, fixture.Run("$e = @($s | Get-RestoreSessionEvent); $e").Output.Count);
        fixture.Server.Requests.Clear();
        Assert.Equal(objects, fixture.Run($"$e | {command}").Output.Count);

        // Of an event, the session is read before its events are.
        Assert.Equal(requests, fixture.Server.Requests.Count);
        Assert.Equal(command.StartsWith("Stop", StringComparison.Ordinal) ? 2 : 0, fixture.Server.Requests.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData("Get-RestoreSession -Id $s[0].Id, $s[0].Id", 1)]
    [InlineData("$s[0], $s[1], $s[0], \"$($s[0].Id)\" | Get-RestoreSession", 2)]
    [InlineData("$s[0], $s[0] | Wait-RestoreSession", 1)]
    public async Task however_it_is_named(string command, int objects)
    {
        await using ShellFixture fixture = await OpenAsync("Stopped");
        Assert.Equal(objects, fixture.Run(command).As<RestoreSession>().Count);
    }

    [Fact]
    public async Task the_same_identifier_on_two_servers_is_two_sessions()
    {
        await using ShellFixture fixture = await OpenAsync("Stopped");
        await using RestoreServer clone = await RestoreServer.StartAsync();
        clone.Sessions.Use(Enumerable.Range(0, fixture.Server.Sessions.Count).Select(n => fixture.Server.Sessions[n]));
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
        Assert.Equal(4, fixture.Run("$all = Get-RestoreSession; @($all) + @($all) | Get-RestoreSession").As<RestoreSession>().Select(session => (session.Server, session.Id)).Distinct().Count());
        Assert.Equal(4, fixture.Run("@($all) + @($all) | Get-RestoreSession").Output.Count);
    }

    [Fact]
    public async Task a_session_that_no_server_has_is_one_error()
    {
        await using ShellFixture fixture = await OpenAsync("Stopped");
        Guid id = Guid.NewGuid();
        Assert.Equal([id], fixture.Run($"'{id}', '{id}' | Get-RestoreSessionEvent").Errors.Select(error => error.TargetObject));
    }

    [Fact]
    public async Task a_report_counts_it_once_as_it_came_last()
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Stopped");
        string file = folder["r.html"];
        string page = Write("$s; $s[0]; $s");
        Assert.Contains(">2 sessions<", page.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        string latest = Write("[RestoreSessions.RestoreSession]@{ Id = $s[0].Id; Server = $s[0].Server; Name = 'earlier' }; [RestoreSessions.RestoreSession]@{ Id = $s[0].Id; Server = $s[0].Server; Name = 'later' }");
        Assert.Contains("later", latest, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier", latest, StringComparison.Ordinal);

        // What has stopped does not work again, and so an older export behind it changes nothing.
        string stopped = Write("[RestoreSessions.RestoreSession]@{ Id = $s[0].Id; State = 'Stopped'; Name = 'Zebra' }; [RestoreSessions.RestoreSession]@{ Id = $s[0].Id; State = 'Working'; Name = 'Quagga' }");
        Assert.Contains("Zebra", stopped, StringComparison.Ordinal);
        Assert.DoesNotContain("Quagga", stopped, StringComparison.Ordinal);

        // Objects of tests may have no identifier, and are different ones.
        Assert.Contains("first", Write("[RestoreSessions.RestoreSession]@{ Name = 'first' }; [RestoreSessions.RestoreSession]@{ Name = 'second' }"), StringComparison.Ordinal);

        string Write(string sessions)
        {
            Assert.Null(fixture.Run($"& {{ {sessions} }} | Export-RestoreSessionReport '{file}'").ErrorId);
            return File.ReadAllText(file);
        }
    }

    [Theory]
    [InlineData("$s | Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01")]
    [InlineData("$PSDefaultParameterValues['Export-RestoreSessionReport:StartTimeFrom'] = '2026-01-01'; $s | Export-RestoreSessionReport $file")]
    [InlineData("Get-RestoreSession | Where-Object Name -eq nobody | Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01")]
    public async Task sessions_and_a_period_are_refused_and_the_older_report_stays(string script)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Stopped");
        await File.WriteAllTextAsync(folder["r.html"], "older", TestContext.Current.CancellationToken);
        ShellResult result = fixture.Run($"$file = '{folder["r.html"]}'; {script}");
        Assert.Equal("InvalidReportInput,RestoreSessions.Commands.ExportRestoreSessionReportCommand", result.ErrorId);
        Assert.Contains("-StartTimeFrom asks for all of a period", (result.TerminatingError ?? result.Errors[^1]).Exception.Message, StringComparison.Ordinal);
        Assert.Equal("older", await File.ReadAllTextAsync(folder["r.html"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01")]
    [InlineData("1 | ForEach-Object { Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01 }")]
    [InlineData("function Write-Report { process { Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01 } }; 1 | Write-Report")]
    [InlineData("1 | & { $input | ForEach-Object { Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01 } }")]
    public async Task a_period_is_reported_wherever_the_command_stands(string script)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Stopped");
        Assert.Null(fixture.Run($"$file = '{folder["r.html"]}'; {script}").ErrorId);
        Assert.True(File.Exists(folder["r.html"]));
    }

    private static IEnumerable<SessionRecord> Records(string state) => Enumerable.Range(0, 2).Select(i => new SessionRecord
    {
        CreationTime = Start.AddMinutes(i), State = state, EventCount = 3, EndTime = state == "Working" ? null : Start.AddHours(1), Organization = "contoso.onmicrosoft.com",
    });

    private static async Task<ShellFixture> OpenAsync(string state)
    {
        ShellFixture fixture = await ShellFixture.ConnectAsync("-ApiVersion v8");
        fixture.Server.Sessions.Use(Records(state));
        Assert.Null(fixture.Run("$s = @(Get-RestoreSession)").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
