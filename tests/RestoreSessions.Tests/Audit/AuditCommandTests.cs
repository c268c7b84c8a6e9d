using System.Text.Json;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>What comes into the file, run after run: each event once, field by field as the server has it.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionAuditCommand";

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["restores.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task a_first_run_writes_every_event_and_session_as_the_server_has_it_and_a_second_writes_nothing(int version)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 60, Versions = new HashSet<int> { version } });
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Empty(Run(fixture).As<object>());
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server, version);
        Assert.Equal(Working(fixture.Server), lines.Where(line => line.Text("Record") == "Opened").Select(line => line.Text("SessionId")).Order());
        byte[] before = File.ReadAllBytes(Path);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal(["restores.jsonl", "restores.jsonl.lock", "restores.jsonl.state"], Files());
        Assert.Equal(0, new FileInfo(Path + ".lock").Length);
        Assert.DoesNotContain("Record", File.ReadAllText(Path + ".state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_session_that_opens_grows_and_stops_between_runs_has_each_line_once()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Working", DateTime.UtcNow.AddHours(-2), events: 3);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Equal(["Opened", "Event", "Event"], Records());
        fixture.Server.Sessions.Replace(session with { EventCount = 5 });
        Assert.Null(Run(fixture).ErrorId);
        Assert.Equal(["Opened", "Event", "Event", "Event", "Event"], Records());
        fixture.Server.Sessions.Replace(session with { EventCount = 6, State = "Stopped", EndTime = DateTime.UtcNow.AddMinutes(-1) });
        Assert.Null(Run(fixture).ErrorId);
        Assert.Equal(["Opened", "Event", "Event", "Event", "Event", "Event", "Event", "Session"], Records());
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task events_that_come_after_the_end_of_their_session_are_not_lost()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Stopped", DateTime.UtcNow.AddHours(-2), events: 2);
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Sessions.Replace(session with { EventCount = 4 });
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Sessions.Replace(session with { EventCount = 5 });
        Assert.Null(Run(fixture).ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server);

        // A reading that brings nothing, ten minutes after the end, is the last one.
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Requests.Clear();
        Assert.Null(Run(fixture).ErrorId);
        Assert.All(fixture.Server.Requests, request => Assert.DoesNotContain(session.Id.ToString(), request.Path, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task a_server_that_is_down_keeps_its_place_and_costs_no_other_server_its_lines()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { SessionCount = 3, Seed = 2, Anchor = DateTime.UtcNow.AddHours(-1) }, "-MaximumRetryCount 0");
        Assert.Null(Run(fixture).ErrorId);
        await other.StopAsync();
        Add(fixture.Server, "Stopped", DateTime.UtcNow.AddHours(-1), events: 2);
        Add(other, "Stopped", DateTime.UtcNow.AddHours(-1), events: 4);
        ShellResult result = Run(fixture, "-ErrorAction Stop");
        Assert.Equal("ServerUnreachable" + Id, result.ErrorId);
        Assert.Matches(@"Its events since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ are missing from the file, and the next run reads them\.$", result.Errors[0].ErrorDetails.Message);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server);
        await other.StartAgainAsync();
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
        await Trail.AssertTellsAllAsync(lines, other);
    }

    [Fact]
    public async Task the_only_server_that_is_down_ends_the_command()
    {
        await using ShellFixture fixture = await OpenAsync();
        await fixture.Server.StopAsync();
        ShellResult result = fixture.Run($"try {{ Export-RestoreSessionAudit '{Path}' }} catch {{ $_.FullyQualifiedErrorId; $_.ErrorDetails.Message }}");
        Assert.Equal("ServerUnreachable" + Id, result.Output[0].BaseObject);
        Assert.EndsWith("Its events are missing from the file, and the next run reads them.", (string)result.Output[1].BaseObject, StringComparison.Ordinal);
        await fixture.Server.StartAgainAsync();
    }

    [Theory]
    [InlineData(500, "ServerFailed")]
    [InlineData(403, "AccessDenied")]
    public async Task an_unreadable_session_is_one_error_and_is_read_by_the_next_run(int status, string error)
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord[] sessions = [.. Enumerable.Range(1, 5).Select(i => Add(fixture.Server, "Stopped", DateTime.UtcNow.AddDays(-10 * i), events: i))];
        fixture.Server.Faults.Add(Fault.Status(status), sessions[2].Id.ToString(), times: int.MaxValue);
        ShellResult result = Run(fixture);
        Assert.Equal(error + Id, result.ErrorId);
        Assert.Null(result.TerminatingError);
        Assert.Equal(sessions[2].Id, result.Errors[0].TargetObject);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server, which: session => session.Id != sessions[2].Id);
        fixture.Server.Faults.Clear();
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task a_session_that_the_server_says_twice_is_not_there_is_dropped_with_a_warning()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Working", DateTime.UtcNow.AddHours(-2), events: 2);
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Sessions.Remove(session.Id);
        Assert.Equal("RestoreSessionNotFound" + Id, Run(fixture).ErrorId);
        ShellResult second = Run(fixture);
        Assert.Null(second.ErrorId);
        Assert.Contains(session.Id.ToString(), Assert.Single(second.Warnings), StringComparison.Ordinal);
        ShellResult third = Run(fixture);
        Assert.Null(third.ErrorId);
        Assert.Empty(third.Warnings);
    }

    [Fact]
    public async Task what_is_passed_through_are_the_objects_of_the_new_lines()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 10, Anchor = DateTime.UtcNow.AddHours(-5) });
        ShellResult result = Run(fixture, "-PassThru");
        Assert.Null(result.ErrorId);
        Assert.Equal(Trail.Read(Path).Select(line => line.Key()), result.Output.Select(item => Key(item.BaseObject)));
        Assert.Empty(Run(fixture, "-PassThru").As<object>());
        SessionRecord session = Add(fixture.Server, "Stopped", DateTime.UtcNow.AddHours(-1), events: 2);
        Assert.Equal([session.Id, session.Id, session.Id], Run(fixture, "-PassThru").As<ServerObject>().Select(item => item is RestoreSession stopped ? stopped.Id : ((RestoreSessionEvent)item).SessionId));
    }

    [Fact]
    public async Task a_consumer_that_takes_one_object_costs_the_file_nothing()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 50 });
        Assert.Single(fixture.Run($"Export-RestoreSessionAudit '{Path}' -PassThru | Select-Object -First 1").As<object>());
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task what_if_lists_and_reads_no_events_and_makes_no_file()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 1_234 });
        Assert.Empty(fixture.Run($"Export-RestoreSessionAudit '{Path}' -WhatIf; $WhatIfPreference = $true; Export-RestoreSessionAudit '{Path}'").As<object>());
        Assert.Empty(Files());
        Assert.All(fixture.Server.Requests, request => Assert.DoesNotContain("Events", request.Path, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_later_run_with_an_earlier_start_reads_that_period_once_and_a_later_start_leaves_no_gap()
    {
        await using ShellFixture fixture = await OpenAsync();
        DateTime now = DateTime.UtcNow;
        SessionRecord[] sessions = [.. Enumerable.Range(0, 8).Select(i => Add(fixture.Server, "Stopped", now.AddDays(-100 * i - 2), events: 2))];
        Assert.Null(Run(fixture, $"-StartTimeFrom {now.AddDays(-250):s}Z").ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server, which: session => session.CreationTime > now.AddDays(-250));
        Assert.Null(Run(fixture, $"-StartTimeFrom {now.AddDays(-450):s}Z").ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server, which: session => session.CreationTime > now.AddDays(-450));
        fixture.Server.Requests.Clear();
        Assert.Null(Run(fixture, $"-StartTimeFrom {now.AddDays(-450):s}Z").ErrorId);
        Assert.Single(fixture.Server.Requests.Listings);
        Add(fixture.Server, "Stopped", DateTime.UtcNow.AddMinutes(-30), events: 1);
        Assert.Null(Run(fixture, $"-StartTimeFrom {now.AddDays(1):s}Z").ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server, which: session => session.CreationTime > now.AddDays(-450));
        Assert.Equal(8, sessions.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task an_administrator_after_a_tenant_finds_what_the_tenant_may_not_see_and_nothing_twice(bool isRotatedBetween)
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 40, Anchor = DateTime.UtcNow.AddHours(-1) });
        Assert.Null(fixture.Run("Connect-RestoreServer $server $tenant -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server, which: session => session.Organization == fixture.Server.Options.Tenant.Organization);
        if (isRotatedBetween)
        {
            File.Move(Path, Path + ".1");
        }

        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $tenant -CertificateThumbprint $thumbprint").ErrorId);
        Add(fixture.Server, "Stopped", DateTime.UtcNow.AddMinutes(-30), events: 3);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(isRotatedBetween ? [Path + ".1", Path] : [Path]);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task a_server_whose_clock_was_a_year_off_hides_nothing_and_doubles_nothing(int years)
    {
        await using ShellFixture fixture = await OpenAsync();
        DateTime now = DateTime.UtcNow;
        Add(fixture.Server, "Stopped", now.AddHours(-3), events: 1);
        Assert.Null(Run(fixture).ErrorId);
        SetClock(fixture, now.AddYears(years));
        Add(fixture.Server, "Stopped", now.AddYears(years).AddHours(-1), events: 2);
        Assert.Null(Run(fixture).ErrorId);
        Add(fixture.Server, "Stopped", now.AddYears(years).AddMinutes(-30), events: 3);
        Assert.Null(Run(fixture).ErrorId);
        SetClock(fixture, null);
        Add(fixture.Server, "Stopped", now.AddMinutes(-20), events: 4);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task ctrl_c_leaves_what_is_complete_and_the_next_run_brings_the_rest()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 300, Latency = TimeSpan.FromMilliseconds(20) });
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int seen = 0;
        fixture.Server.Requests.Watch = _ =>
        {
            if (System.Threading.Interlocked.Increment(ref seen) == 200)
            {
                enough.SetResult();
            }
        };
        using (Invocation run = fixture.Shell.Begin($"Export-RestoreSessionAudit '{Path}'"))
        {
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            run.Stop();
            run.Wait();
        }

        int first = Trail.Read(Path).Count;
        Assert.InRange(first, 1, 1_000);
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Assert.True(lines.Count > first, $"{first} of {lines.Count}");
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task only_the_connections_that_are_named_are_read()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 3 });
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { SessionCount = 3, Seed = 2 });
        other.Requests.Clear();
        Assert.Null(Run(fixture, "-Connection $server").ErrorId);
        Assert.Empty(other.Requests);
        await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server);
    }

    private static Task<ShellFixture> OpenAsync(ServerOptions? options = null) => ShellFixture.ConnectAsync("-ApiVersion v8 -MaximumRetryCount 0", options ?? new ServerOptions { SessionCount = 0 });

    private static SessionRecord Add(RestoreServer server, string state, DateTime start, int events)
    {
        SessionRecord session = new() { State = state, CreationTime = start, EndTime = state == "Stopped" ? start.AddMinutes(5) : null, EventCount = events, Name = "Exchange restore" };
        server.Sessions.Add(session);
        return session;
    }

    // The connection learns of it by the answer to any request.
    private static void SetClock(ShellFixture fixture, DateTime? now)
    {
        fixture.Server.Options.DateHeader = now?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Null(fixture.Run("Get-RestoreSession -Last 1").ErrorId);
    }

    private static string Key(object item) => item is RestoreSessionEvent read
        ? $"Event {read.SessionId} {read.Id}"
        : $"{(((RestoreSession)item).State == "Stopped" ? "Session" : "Opened")} {((RestoreSession)item).Id} ";

    private static IEnumerable<string> Working(RestoreServer server) =>
        Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i]).Where(session => session.State == "Working").Select(session => session.Id.ToString()).Order();

    private ShellResult Run(ShellFixture fixture, string more = "") => fixture.Run($"Export-RestoreSessionAudit '{Path}' {more}");

    private IEnumerable<string> Records() => Trail.Read(Path).Select(line => line.Text("Record"));

    private IEnumerable<string> Files() => Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
