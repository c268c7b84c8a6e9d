using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>How far a failure reaches beyond one item: lists, servers, reports, and what -ErrorAction makes of it.</summary>
public sealed class ReachTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Every way in which a page can fail, and its error.</summary>
    public static TheoryData<string, string> PageFaults => new()
    {
        { "403", "AccessDenied" },
        { "404", "RequestRejected" },
        { "400", "RequestRejected" },
        { "500", "ServerFailed" },
        { "503", "ServerFailed" },
        { "429", "ServerFailed" },
        { "html", "UnexpectedAnswer" },
        { "reset", "ServerUnreachable" },
        { "cut", "UnexpectedAnswer" },
        { "silence", "RequestTimedOut" },
    };

    [Theory]
    [MemberData(nameof(PageFaults))]
    public async Task a_list_of_the_only_server_that_fails_at_a_later_page_is_caught(string fault, string error)
    {
        await using ShellFixture fixture = await ListAsync(fault);
        ShellResult result = fixture.Run("try { $all = Get-RestoreSession } catch { $_.FullyQualifiedErrorId }; $null -eq $all");
        Assert.Equal([error + ",RestoreSessions.Commands.GetRestoreSessionCommand", true], result.Output.Select(o => o.BaseObject));
    }

    [Theory]
    [MemberData(nameof(PageFaults))]
    public async Task a_list_of_one_of_two_servers_that_fails_is_one_error_and_the_other_servers_list_is_whole(string fault, string error)
    {
        await using ShellFixture fixture = await ListAsync(fault);
        await using RestoreServer other = await ConnectAsync(fixture, 95);
        ShellResult result = RunCaught(fixture, "Get-RestoreSession");
        Assert.Null(result.TerminatingError);
        Assert.Equal(error + ",RestoreSessions.Commands.GetRestoreSessionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        RestoreSession[] read = [.. result.Output.Select(o => (RestoreSession)o.BaseObject)];
        Assert.Equal(other.Sessions.AllIds().Reverse(), read.Where(s => s.Server == other.Server).Select(s => s.Id));
        Assert.Equal(fixture.Server.Sessions.AllIds().Reverse().Take(20), read.Where(s => s.Server == fixture.Server.Server).Select(s => s.Id));
    }

    [Theory]
    [MemberData(nameof(PageFaults))]
    public async Task a_report_behind_a_list_that_failed_leaves_the_old_report_as_it_was(string fault, string error)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("audit.html", "the report of yesterday");
        await using ShellFixture fixture = await ListAsync(fault);
        ShellResult result = fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{file}'");
        Assert.Equal(error + ",RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.Equal("the report of yesterday", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Theory]
    [InlineData("-ErrorAction SilentlyContinue")]
    [InlineData("-ErrorAction Continue")]
    [InlineData("@quiet")]
    public async Task a_report_behind_a_list_that_was_told_to_go_on_says_that_it_is_not_whole(string how)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(Path.GetDirectoryName(folder.Write("x", ""))!, "audit.html");
        await using ShellFixture fixture = await ListAsync("500");
        fixture.Run($"$quiet = @{{ ErrorAction = 'SilentlyContinue' }}; Get-RestoreSession {how} | Export-RestoreSessionReport '{file}'");
        string page = File.ReadAllText(file);
        Assert.Contains("Missing from this report", page, StringComparison.Ordinal);
        Assert.Contains($"The sessions of {fixture.Server.Server}, or some of them", page, StringComparison.Ordinal);

        // Once the list has been read to its end, nothing is missing any more.
        fixture.Server.Faults.Clear();
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{file}'").ErrorId);
        Assert.DoesNotContain("Missing from this report", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_any_session_of_a_list_that_failed_no_report_is_written()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("audit.html", "the report of yesterday");
        await using ShellFixture fixture = await ListAsync("500", skip: 0);
        ShellResult result = fixture.Run($"Get-RestoreSession -ErrorAction Ignore | Export-RestoreSessionReport '{file}'");
        Assert.Equal("ReportNotWritten,RestoreSessions.Commands.ExportRestoreSessionReportCommand", result.ErrorId);
        Assert.Contains(fixture.Server.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("the report of yesterday", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("-ErrorAction Continue", 1)]
    [InlineData("-ErrorAction SilentlyContinue", 0)]
    [InlineData("-ErrorAction Ignore", 0)]
    [InlineData("-EA 0", 0)]
    [InlineData("@quiet", 0)]
    [InlineData("# by default parameter", 0)]
    public async Task an_error_that_ends_a_command_is_written_where_the_command_was_told_to_go_on(string how, int written)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string set = how.StartsWith('#') ? "$PSDefaultParameterValues['Get-RestoreSession:ErrorAction'] = 'SilentlyContinue'; " : "$quiet = @{ ErrorAction = 'SilentlyContinue' }; ";
        ShellResult result = fixture.Run($"{set}try {{ Get-RestoreSession {how}\n 'went on' }} catch {{ 'caught' }}");
        Assert.Equal("went on", Assert.Single(result.Output).BaseObject);
        Assert.Equal(written, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Equal("NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand", error.FullyQualifiedErrorId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ErrorAction Stop")]
    [InlineData("-Verbose")]
    public async Task an_error_that_ends_a_command_is_thrown_where_it_was_not(string how)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Equal("caught", fixture.Run($"$ErrorActionPreference = 'Continue'; try {{ Get-RestoreSession {how}; 'went on' }} catch {{ 'caught' }}").One<string>());
    }

    [Fact]
    public async Task an_error_variable_sees_the_error_that_was_written_and_the_rest_of_the_input_is_ignored()
    {
        await using ShellFixture fixture = await EventsAsync(5);
        fixture.Server.Faults.Add(Fault.Status(401), "/Events", times: int.MaxValue);
        ShellResult result = fixture.Run("$s | Get-RestoreSessionEvent -ErrorAction SilentlyContinue -ErrorVariable problems; $problems.Count; $problems[0].FullyQualifiedErrorId");
        Assert.Equal([1, "AuthenticationFailed,RestoreSessions.Commands.GetRestoreSessionEventCommand"], result.Output.Select(o => o.BaseObject));

        // Those that came after the error are not asked for: a pipeline that goes on with two hundred would show.
        fixture.Server.Requests.Clear();
        Assert.Equal("done", fixture.Run("1..40 | ForEach-Object { $s } | Get-RestoreSessionEvent -ErrorAction Ignore; 'done'").One<string>());
        Assert.InRange(fixture.Server.Requests.Count(request => request.Path.EndsWith("/Events", StringComparison.OrdinalIgnoreCase)), 1, 64);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_server_that_answers_nothing_is_given_up_after_twelve_requests_and_what_is_left_out_is_said(bool hasOther)
    {
        await using ShellFixture fixture = await EventsAsync(200, patience: 2);
        await using RestoreServer other = await ConnectAsync(fixture, 100);
        Assert.Null(fixture.Run(hasOther ? $"$s = @($s) + @(Get-RestoreSession -Connection {other.Server})" : $"Disconnect-RestoreServer {other.Server}").ErrorId);
        fixture.Server.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallHeaders(), "/Events", times: int.MaxValue);
        ShellResult result = RunCaught(fixture, "$s | Get-RestoreSessionEvent");
        fixture.Server.Faults.Release();
        string[] ids = [.. result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])];
        Assert.Contains("ServerNotResponding", ids);
        Assert.Equal(hasOther, result.TerminatingError is null);

        // Those that were sent before the twelfth had failed: twelve at once, and one more for each that had failed.
        Assert.InRange(fixture.Server.Requests.Count, 12, 24);
        if (hasOther)
        {
            Assert.Equal("SessionsLeftOut", ids[^1]);
            int named = ids.Count(id => id == "RequestTimedOut");
            Assert.StartsWith($"{200 - named} sessions of {fixture.Server.Server} were left out", result.Errors[^1].Exception.Message, StringComparison.Ordinal);
            Assert.Equal(other.Sessions.AllIds().Reverse(), result.Output.Select(o => ((RestoreSessionEvent)o.BaseObject).SessionId).Distinct());
            Assert.Equal(300, result.Output.Count);
        }
        else
        {
            Assert.Empty(result.Output);
        }
    }

    [Theory]
    [InlineData(0, "\"yesterday\"")]
    [InlineData(17, "null")]
    [InlineData(29, "17")]
    public async Task a_session_of_which_nobody_knows_when_it_started_is_one_error_and_the_rest_of_the_list_comes(int bad, string creationTime)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(Path.GetDirectoryName(folder.Write("x", ""))!, "audit.html");
        await using ShellFixture fixture = await EventsAsync(30);
        fixture.Server.Options.MaximumLimit = 10;
        SessionRecord record = fixture.Server.Sessions[bad];
        fixture.Server.Sessions.Replace(record with { Raw = $$"""{"id":"{{record.Id}}","creationTime":{{creationTime}},"state":"Stopped"}""" });
        ShellResult result = RunCaught(fixture, "Get-RestoreSession");
        Assert.Null(result.TerminatingError);
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(record.Id, result.Errors[0].TargetObject);
        Assert.Contains("creationTime", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Server.Sessions.AllIds().Reverse().Where(id => id != record.Id), result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));

        // Asked for by itself, it is an error, too; a report says that it is missing.
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run($"Get-RestoreSession -Id {record.Id}").ErrorId);
        fixture.Run($"Get-RestoreSession -ErrorAction SilentlyContinue | Export-RestoreSessionReport '{file}'");
        Assert.Contains(record.Id.ToString(), File.ReadAllText(file)[..File.ReadAllText(file).IndexOf("</header>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500", 60, 12)]
    [InlineData("html", 60, 12)]
    [InlineData("silence", 4, 15)]
    public async Task neighbours_that_fail_cost_no_other_session_of_a_server_that_answers(string fault, int patience, int neighbours)
    {
        await using ShellFixture fixture = await EventsAsync(400, patience);
        HashSet<Guid> bad = [.. fixture.Server.Sessions.AllIds().Skip(100).Take(neighbours)];
        fixture.Server.Faults.Add(Make(fault), "/Events", times: int.MaxValue, when: request => bad.Contains(Guid.Parse(request.Path.Split('/')[^2])));
        ShellResult result = RunCaught(fixture, "$s | Get-RestoreSessionEvent");
        fixture.Server.Faults.Release();
        Assert.Null(result.TerminatingError);
        Assert.Equal(bad, result.Errors.Select(error => ((RestoreSession)error.TargetObject).Id).ToHashSet());
        Assert.Equal(fixture.Server.Sessions.AllIds().Where(id => !bad.Contains(id)), result.Output.Select(o => ((RestoreSessionEvent)o.BaseObject).SessionId).Distinct());
        Assert.Equal(fault == "silence", result.Warnings.Any(line => line.Contains("takes until the time-out", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task a_silent_server_at_the_front_takes_no_place_of_another()
    {
        await using ShellFixture fixture = await EventsAsync(64);
        await using RestoreServer other = await ConnectAsync(fixture, 64);
        Assert.Null(fixture.Run($"$s = @($s) + @(Get-RestoreSession -Connection {other.Server})").ErrorId);
        other.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallHeaders(), "/Events", times: int.MaxValue);
        using Invocation invocation = fixture.Shell.Begin("$s | Get-RestoreSessionEvent");
        Assert.True(SpinWait.SpinUntil(() => other.Requests.Count == 64, TimeSpan.FromSeconds(60)), $"{other.Requests.Count} of 64 were asked for");
        fixture.Server.Faults.Clear();
        fixture.Server.Faults.Release();
        Assert.Equal(128 * 3, invocation.Wait().Output.Count);
    }

    [Fact]
    public async Task organizations_of_two_servers_are_opened_on_the_second_though_the_first_is_silent()
    {
        await using ShellFixture fixture = await EventsAsync(1, patience: 2);
        await using RestoreServer other = await ConnectAsync(fixture, 1);
        fixture.Server.Faults.Add(Fault.StallHeaders(), "explore", times: int.MaxValue);
        ShellResult result = RunCaught(fixture, $"$o = @(Get-RestoreOrganization contoso* -Connection $server) + @(Get-RestoreOrganization contoso* -Connection {other.Server}); $o | Start-RestoreSession -Type Exchange");
        fixture.Server.Faults.Release();
        Assert.Equal("RequestTimedOut,RestoreSessions.Commands.StartRestoreSessionCommand", result.ErrorId);
        Assert.Null(result.TerminatingError);
        Assert.Equal(other.Server, ((RestoreSession)Assert.Single(result.Output).BaseObject).Server);
        Assert.Single(fixture.Server.Requests, request => request.Method == "POST" && request.Path.Contains("explore", StringComparison.OrdinalIgnoreCase));
    }

    // An error that ends a command ends the script, too, where something catches it; otherwise it looks like one that does not.
    private static ShellResult RunCaught(ShellFixture fixture, string script) => fixture.Run($"try {{ {script} }} catch {{ throw }}");

    private static async Task<ShellFixture> ListAsync(string fault, int skip = 1)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 95, MaximumLimit = 20 }, isConnected: false);
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0 -TimeoutSec {(fault == "silence" ? 2 : 60)}").ErrorId);
        fixture.Server.Faults.Add(Make(fault), "RestoreSessions", skip: skip, times: int.MaxValue);
        return fixture;
    }

    private static async Task<ShellFixture> EventsAsync(int sessions, int patience = 60)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, sessions).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddMinutes(i + 1) }));
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0 -TimeoutSec {patience}; $s = Get-RestoreSession | Sort-Object CreationTime").ErrorId);
        return fixture;
    }

    private static async Task<RestoreServer> ConnectAsync(ShellFixture fixture, int sessions)
    {
        RestoreServer other = await RestoreServer.StartAsync();
        other.Sessions.Use(Enumerable.Range(0, sessions).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddMinutes(i + 1) }));
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        return other;
    }

    private static Fault Make(string fault) => fault switch
    {
        "html" => Fault.Html(),
        "reset" => Fault.Reset(),
        "cut" => Fault.CutBody(60),
        "silence" => Fault.StallHeaders(),
        _ => Fault.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
