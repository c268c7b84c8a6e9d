using System.Management.Automation;
using FakeServer;
using HostedShell;
using RestoreSessions.Api;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Several servers side by side, of which one may fail: which sessions are lost, what the others give, and how many requests each gets at once.</summary>
public sealed class OneOfSeveralFailsTests
{
    private const int Places = 12;

    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Commands =>
        ["Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics", "Get-RestoreOrganization", "Stop-RestoreSession -Confirm:$false -PassThru"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task the_sessions_of_a_dead_server_are_lost_and_of_no_other(string command)
    {
        bool isStop = command.StartsWith("Stop", StringComparison.Ordinal);
        await using Trio trio = await Trio.OpenAsync(5, isStop ? "Working" : "Stopped");
        await trio.Second.StopAsync();
        ShellResult result = trio.Run($"$s | {command}");
        Assert.Null(result.TerminatingError);
        Assert.Equal(trio.Sessions.Where(session => session.Server != trio.Second.Server).Select(session => session.Id), IdsOf(result).Distinct());
        if (isStop)
        {
            Assert.All(result.Errors, error => Assert.StartsWith("ServerUnreachable,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
            Assert.Equal(trio.Second.Sessions.AllIds(), trio.Second.Sessions.AllIds().Where(id => trio.Second.Sessions.Find(id)!.State == "Working"));
            Assert.Equal(5, result.Errors.Count);
        }
        else
        {
            Assert.Equal(["ServerUnreachable", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
            Assert.All(result.Errors, error => Assert.Equal(trio.Second.Server, error.TargetObject));
            Assert.StartsWith($"{trio.Second.Server} could not be reached: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.StartsWith($"5 sessions of {trio.Second.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task of_a_server_that_does_not_answer_the_sessions_that_were_asked_for_are_named_and_the_rest_is_counted()
    {
        await using Trio trio = await Trio.OpenAsync(40, "Stopped");
        trio.Second.Faults.Add(Fault.Reset(), "/Events", times: int.MaxValue);
        ShellResult result = trio.Run("$s | Get-RestoreSessionEvent");
        Assert.Equal(trio.Sessions.Where(session => session.Server != trio.Second.Server).Select(session => session.Id), IdsOf(result).Distinct());
        Guid[] named = [.. result.Errors.Select(error => error.TargetObject).OfType<RestoreSession>().Select(session => session.Id)];
        Assert.Equal(named.Distinct(), named);

        // Twelve are asked for at once, and one more for each that has failed, until twelve have.
        Assert.InRange(named.Length, Places, 2 * Places);
        Assert.Subset(trio.Second.Sessions.AllIds().Take(2 * Places).ToHashSet(), named.ToHashSet());
        ErrorRecord[] ofServer = [.. result.Errors.Where(error => error.TargetObject is string)];
        Assert.Equal(["ServerNotResponding", "SessionsLeftOut"], ofServer.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("12 requests", ofServer[0].Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{40 - named.Length} sessions of {trio.Second.Server} were left out", ofServer[1].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$s | Get-RestoreSessionEvent")]
    [InlineData("$s | Get-RestoreSessionStatistics")]
    [InlineData("$s | Sort-Object Server | Get-RestoreSession")]
    [InlineData("$s | Wait-RestoreSession -PollingIntervalSec 3600")]
    [InlineData("$s | Sort-Object Server -Descending | Wait-RestoreSession -PollingIntervalSec 3600")]
    [InlineData("$s | Export-RestoreSessionReport $file -IncludeEvent")]
    public async Task each_server_has_twelve_requests_at_once_and_no_more(string command)
    {
        using TemporaryFolder folder = new();
        await using Trio trio = await Trio.OpenAsync(30, "Stopped");
        RestoreServer[] servers = [trio.First, trio.Second, trio.Third];
        Array.ForEach(servers, server => server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue));
        trio.Run($"$file = '{folder["audit.html"]}'");
        using Invocation invocation = trio.Begin(command);

        // The last of them gets its requests when the first already has all that it will get.
        Assert.True(SpinWait.SpinUntil(() => servers.All(server => server.Faults.Held >= Places), Generous), string.Join(", ", servers.Select(server => server.Requests.Count)));
        Assert.Equal([Places, Places, Places], servers.Select(server => server.Requests.Count));
        Assert.All(servers, server => Assert.Equal(Places, server.Requests.Select(request => request.Path).Distinct().Count()));
        Array.ForEach(servers, server => server.Faults.Clear());
        Array.ForEach(servers, server => server.Faults.Release());
        Assert.Empty(invocation.Wait().Errors);
        Assert.All(servers, server => Assert.Equal(30, server.Requests.Count));
    }

    [Fact]
    public async Task sessions_by_identifier_have_places_of_their_own_beside_those_of_their_servers()
    {
        await using Trio trio = await Trio.OpenAsync(20, "Stopped");
        RestoreServer[] servers = [trio.First, trio.Second, trio.Third];
        trio.Second.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        using Invocation invocation = trio.Begin("@($s | Where-Object Server -eq $second) + @($s | Where-Object Server -ne $second | ForEach-Object { \"$($_.Id)\" }) | Get-RestoreSession -Connection $second, $server, $third");

        // Each identifier is sought on the silent server before the others.
        Assert.True(SpinWait.SpinUntil(() => trio.Second.Faults.Held >= 2 * Places, Generous), string.Join(", ", servers.Select(server => server.Requests.Count)));
        Assert.Equal((2 * Places, 0), (trio.Second.Requests.Count, trio.Third.Requests.Count));
        trio.Second.Faults.Clear();
        trio.Second.Faults.Release();
        ShellResult result = invocation.Wait();
        Assert.Equal(
            trio.Sessions.Where(s => s.Server == trio.Second.Server).Concat(trio.Sessions.Where(s => s.Server != trio.Second.Server)).Select(s => (s.Server, s.Id)),
            result.As<RestoreSession>().Select(s => (s.Server, s.Id)));
        Assert.Equal([40, 60, 20], servers.Select(server => server.Requests.Count));
    }

    [Fact]
    public async Task a_wait_loses_the_sessions_of_a_server_that_refuses_the_logon_and_of_no_other()
    {
        await using Trio trio = await Trio.OpenAsync(5, "Stopped");
        trio.Second.Faults.Add(Fault.Status(401), times: int.MaxValue);
        ShellResult result = trio.Run("$s | Wait-RestoreSession -TimeoutSec 100");
        Assert.Null(result.TerminatingError);
        Assert.Equal(trio.Sessions.Where(session => session.Server != trio.Second.Server).Select(session => session.Id).Order(), IdsOf(result).Order());
        Assert.Equal(["AuthenticationFailed", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith($"{trio.Second.Server} refused the logon of ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"5 sessions of {trio.Second.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wait_for_the_only_server_ends_with_its_refusal_and_counts_nothing()
    {
        await using Trio trio = await Trio.OpenAsync(5, "Stopped");
        trio.Second.Faults.Add(Fault.Status(401), times: int.MaxValue);
        ShellResult result = trio.Run("try { $s | Where-Object Server -eq $second | Wait-RestoreSession -Connection $second -TimeoutSec 100 } catch { throw }");
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.WaitRestoreSessionCommand", result.ErrorId);
        Assert.NotNull(result.TerminatingError);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task a_wait_counts_no_session_as_lost_that_another_server_has()
    {
        await using Trio trio = await Trio.OpenAsync(5, "Stopped");
        trio.Second.Faults.Add(Fault.Status(401), times: int.MaxValue);
        trio.First.Faults.Add(Fault.StallHeaders(), times: 5);
        using Invocation wait = trio.Begin("Wait-RestoreSession -Id ($s | Where-Object Server -eq $server).Id -Connection $server, $second -TimeoutSec 100");

        // The second has refused the token, the refresh and the password before the first answers.
        Assert.True(SpinWait.SpinUntil(() => trio.Second.Requests.Tokens.Count == 2 && trio.First.Faults.Held == 5, Generous), "the second was not asked");
        await trio.Second.Requests.WaitUntilIdleAsync();
        trio.First.Faults.Release();
        ShellResult ofFirst = wait.Wait();
        Assert.Empty(ofFirst.Errors);
        Assert.Equal(trio.First.Sessions.AllIds().Order(), IdsOf(ofFirst).Order());

        // By identifier on both, and as sessions of the second alone.
        ShellResult mixed = trio.Run("@(($s | Where-Object Server -eq $server).Id) + @($s | Where-Object Server -eq $second) | Wait-RestoreSession -Connection $server, $second -TimeoutSec 100");
        Assert.Equal(trio.First.Sessions.AllIds().Order(), IdsOf(mixed).Order());
        Assert.StartsWith($"5 sessions of {trio.Second.Server} were left out", mixed.Errors[^1].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wait_that_loses_sessions_with_the_last_of_two_servers_names_the_failure_that_says_most()
    {
        await using Trio trio = await Trio.OpenAsync(3, "Working");
        trio.First.Faults.Add(Fault.Status(401), times: int.MaxValue);
        trio.Second.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        ServerConnection second = trio.Run("Get-RestoreConnection -Server $second").One<ServerConnection>();
        using Invocation wait = trio.Begin("Wait-RestoreSession -Id ($s | Where-Object Server -eq $server).Id -Connection $server, $second -TimeoutSec 100");
        Assert.True(SpinWait.SpinUntil(() => trio.First.Requests.Tokens.Count == 2 && trio.Second.Requests.Count == 3, Generous), "the servers were not asked");
        await trio.First.Requests.WaitUntilIdleAsync();
        second.Close();
        ShellResult result = wait.Wait();
        Assert.Equal(["AuthenticationFailed", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains(trio.First.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"3 sessions of {trio.First.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Wait-RestoreSession")]
    public async Task a_server_that_fails_beside_another_says_how_many_sessions_were_left_out_also_where_all_are_its_own(string command)
    {
        await using Trio trio = await Trio.OpenAsync(5, "Working");
        trio.Second.Faults.Add(Fault.Status(401), times: int.MaxValue);
        ShellResult result = trio.Run($"$s | Where-Object Server -eq $second | {command}");
        Assert.Equal(["AuthenticationFailed", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith($"5 sessions of {trio.Second.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        Assert.Null(result.TerminatingError);
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Wait-RestoreSession")]
    public async Task the_failure_of_the_only_server_is_thrown_also_where_a_session_is_of_another(string command)
    {
        await using ShellFixture fixture = await ShellFixture.ConnectAsync("-MaximumRetryCount 0", new ServerOptions { SessionCount = 2 });
        Assert.Null(fixture.Run("$s = @(Get-RestoreSession; [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Server = 'vbo9' })").ErrorId);
        fixture.Server.Faults.Add(Fault.Status(401), times: int.MaxValue);
        ShellResult result = fixture.Run($"try {{ $s | {command} }} catch {{ ($_.FullyQualifiedErrorId -split ',')[0] }}");
        Assert.Equal("AuthenticationFailed", Assert.Single(result.Output).BaseObject);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task a_closed_server_is_one_error_for_a_wait_however_slow_the_other_is(int latency)
    {
        await using Trio trio = await Trio.OpenAsync(1, "Working");
        Assert.Null(trio.Run("$open, $closed = Get-RestoreConnection -Server $server, $second | Sort-Object { $_.Server -ne $server }; Disconnect-RestoreServer $closed").ErrorId);
        trio.First.Options.Latency = TimeSpan.FromMilliseconds(latency);
        ShellResult result = trio.Run("Wait-RestoreSession -Id (1..5 | ForEach-Object { [guid]::NewGuid() }) -Connection $closed, $open -TimeoutSec 5 -PollingIntervalSec 1");
        Assert.Equal(["NotConnected", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith($"5 sessions of {trio.Second.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Id")]
    [InlineData("-Session")]
    [InlineData("")]
    public async Task a_wait_that_times_out_names_the_server_that_could_not_be_asked(string parameter)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer down = await fixture.AddServerAsync(arguments: "-MaximumRetryCount 0");
        await down.StopAsync();
        ShellResult result = fixture.Run($"Wait-RestoreSession {parameter} ([guid]'{Guid.NewGuid()}') -TimeoutSec 1 -PollingIntervalSec 1");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(down.Server, ((RestoreSession)error.TargetObject).Server);
        Assert.Contains($" on {down.Server} was not seen", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wait_asks_no_other_server_once_one_has_the_session_whatever_the_others_answer()
    {
        await using Trio trio = await Trio.OpenAsync(1, "Working");
        trio.First.Faults.Add(Fault.StallHeaders(), times: 1);
        trio.Second.Faults.Add(Fault.StallHeaders(), times: 1);
        trio.Third.Faults.Add(Fault.Status(500), times: int.MaxValue);
        using Invocation wait = trio.Begin("Wait-RestoreSession -Id ($s | Where-Object Server -eq $server).Id -PollingIntervalSec 2");
        await Task.WhenAll(trio.First.Faults.WaitUntilStalledAsync(), trio.Second.Faults.WaitUntilStalledAsync());
        Assert.True(SpinWait.SpinUntil(() => trio.Third.Requests.Count > 0, Generous), "not every server was asked");
        trio.First.Faults.Release();
        await Task.WhenAll(trio.First.Requests.WaitUntilIdleAsync(), trio.Third.Requests.WaitUntilIdleAsync());

        // Only now, after the first has said that it has the session, the second says that it has none.
        trio.Second.Faults.Release();
        await trio.Second.Requests.WaitUntilIdleAsync();
        int before = trio.First.Requests.Count;
        Assert.True(SpinWait.SpinUntil(() => trio.First.Requests.Count > before + 2, Generous), "the first was not asked again");
        trio.First.Sessions.Stop(trio.First.Sessions.AllIds().Single(), Start.AddHours(1));
        ShellResult result = wait.Wait();
        Assert.Empty(result.Errors);
        Assert.Equal((trio.First.Server, "Stopped"), (result.One<RestoreSession>().Server, result.One<RestoreSession>().State));
        Assert.Equal((1, 1), (trio.Second.Requests.Count, trio.Third.Requests.Count));
    }

    [Theory]
    [InlineData("Get-RestoreSession -Id $s.Id")]
    [InlineData("Get-RestoreSessionEvent -Id $s.Id")]
    [InlineData("Get-RestoreSessionStatistics -Id $s.Id")]
    public async Task an_identifier_that_a_living_server_has_is_found_and_one_that_only_the_dead_one_may_have_is_lost(string command)
    {
        await using Trio trio = await Trio.OpenAsync(3, "Stopped");
        await trio.Second.StopAsync();
        ShellResult result = trio.Run(command);
        Assert.Null(result.TerminatingError);
        Assert.Equal(trio.Sessions.Where(session => session.Server != trio.Second.Server).Select(session => session.Id), IdsOf(result).Distinct());
        Assert.Equal(["ServerUnreachable", "SessionsLeftOut"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith($"3 sessions of {trio.Second.Server} were left out", result.Errors[1].Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_list_that_one_of_three_servers_refuses_is_the_list_of_the_two_others_and_an_error_that_names_it(bool isDead)
    {
        await using Trio trio = await Trio.OpenAsync(4, "Stopped");
        if (isDead)
        {
            await trio.Second.StopAsync();
        }
        else
        {
            trio.Second.Faults.Add(Fault.Status(403), "restoreSessions");
        }

        ShellResult result = trio.Run("Get-RestoreSession");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith($"{trio.Second.Server} {(isDead ? "could not be reached: " : "denied access: ")}", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            new[] { trio.First, trio.Third }.SelectMany(server => server.Sessions.AllIds().Select(id => (server.Server, id))).Order(),
            result.Output.Select(o => (RestoreSession)o.BaseObject).Select(session => (session.Server!, session.Id)).Order());
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreSessionStatistics")]
    [InlineData("Stop-RestoreSession -Confirm:$false -PassThru")]
    public async Task a_connection_that_has_been_closed_is_not_asked_and_makes_nothing_uncertain(string command)
    {
        await using Trio trio = await Trio.OpenAsync(2, "Working");
        Assert.Null(trio.Run("$open, $closed = Get-RestoreConnection -Server $server, $second | Sort-Object { $_.Server -ne $server }; Disconnect-RestoreServer $closed").ErrorId);
        trio.Second.Requests.Clear();
        ShellResult result = trio.Run($"{command} -Id ($s | Where-Object Server -eq $server).Id -Connection $closed, $open");
        Assert.Empty(result.Errors);
        Assert.Equal(trio.First.Sessions.AllIds(), IdsOf(result).Distinct());
        Assert.Empty(trio.Second.Requests);
        Assert.Equal(command.Contains("Event", StringComparison.Ordinal) || command.StartsWith("Stop", StringComparison.Ordinal), trio.First.Requests.Count > 2);
    }

    private static IEnumerable<Guid> IdsOf(ShellResult result) => result.Output.Select(read => read.BaseObject switch
    {
        RestoreSession session => session.Id,
        RestoreSessionEvent happened => happened.SessionId,
        RestoreSessionStatistics statistics => statistics.SessionId,
        RestoreOrganization organization => organization.Id,
        _ => Guid.Empty,
    });

    /// <summary>Three servers, and $s in the shell: their sessions in turn, one of each server, then the next.</summary>
    private sealed class Trio : IAsyncDisposable
    {
        private readonly ShellFixture _fixture;

        private Trio(ShellFixture fixture, RestoreServer second, RestoreServer third)
        {
            _fixture = fixture;
            Second = second;
            Third = third;
        }

        public RestoreServer First => _fixture.Server;

        public RestoreServer Second { get; }

        public RestoreServer Third { get; }

        public IReadOnlyList<RestoreSession> Sessions { get; private set; } = [];

        public static async Task<Trio> OpenAsync(int each, string state)
        {
            Trio trio = new(await ShellFixture.OpenAsync(isConnected: false), await RestoreServer.StartAsync(), await RestoreServer.StartAsync());
            RestoreServer[] servers = [trio.First, trio.Second, trio.Third];
            for (int at = 0; at < servers.Length; at++)
            {
                SessionRecord[] own = [.. Enumerable.Range(0, each).Select(i => new SessionRecord
                {
                    Organization = $"org{i}.example", CreationTime = Start.AddMinutes((3 * i) + at), EndTime = state == "Working" ? null : Start.AddDays(1), State = state, EventCount = 2,
                })];
                servers[at].Sessions.Use(own);
                servers[at].Organizations.Use(own.Select(session => new OrganizationRecord { Id = session.Id, Name = session.Organization }));
            }

            Assert.Null(trio.Run($"$second = '{trio.Second.Server}'; $third = '{trio.Third.Server}'; Connect-RestoreServer $server, $second, $third $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0").ErrorId);
            trio.Sessions = trio.Run("$s = @(Get-RestoreSession | Sort-Object CreationTime); $s").As<RestoreSession>();
            Array.ForEach(servers, server => server.Requests.Clear());
            return trio;
        }

        public ShellResult Run(string script) => _fixture.Run(script);

        public Invocation Begin(string script) => _fixture.Shell.Begin(script);

        public async ValueTask DisposeAsync()
        {
            await _fixture.DisposeAsync();
            await Second.DisposeAsync();
            await Third.DisposeAsync();
        }
    }
}
