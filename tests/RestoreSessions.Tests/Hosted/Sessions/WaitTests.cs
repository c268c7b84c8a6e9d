using System.Collections.Concurrent;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using RestoreSessions.Api;
using RestoreSessions.Execution;
using RestoreSessions.Tests.Unit;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>How long sessions are waited for, by a clock that the test sets, and what a silent server holds up.</summary>
public sealed class WaitTests
{
    private const string Silence = "the server had not answered by then";
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task a_server_that_is_silent_from_the_beginning_costs_the_time_that_was_given_and_a_second(int count)
    {
        await using ShellFixture fixture = await OpenAsync(count);
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        using Waiting wait = new(Targets(fixture), 3600, 5);
        await fixture.Server.Faults.WaitUntilStalledAsync();
        wait.Clock.Pass(TimeSpan.FromSeconds(3600));
        Assert.False(wait.Task.IsCompleted);
        wait.Clock.Pass(TimeSpan.FromSeconds(1));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, Silence);
    }

    [Fact]
    public async Task a_server_that_falls_silent_later_costs_no_more_and_each_session_says_that_it_could_not_be_looked_at()
    {
        await using ShellFixture fixture = await OpenAsync(30);
        fixture.Server.Faults.Add(Fault.StallHeaders(), skip: 30, times: int.MaxValue);
        using Waiting wait = new(Targets(fixture), 3600, 5);
        Assert.Equal(3601, await wait.NextPauseAsync());
        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        await fixture.Server.Faults.WaitUntilStalledAsync();
        wait.Clock.Pass(TimeSpan.FromSeconds(3596));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, Silence);
    }

    [Fact]
    public async Task a_server_that_is_down_is_asked_for_no_more_sessions_than_side_by_side_and_each_says_that_it_could_not_be_looked_at()
    {
        await using ShellFixture fixture = await OpenAsync(40);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0").ErrorId);
        using Waiting wait = new(Targets(fixture), 12, 5);
        Assert.Equal(13, await wait.NextPauseAsync());
        Assert.Equal(5, await wait.NextPauseAsync());
        await fixture.Server.StopAsync();
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(2));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, "refused");
        Assert.InRange(wait.Lines.Count(IsRequest), 40 + 3, 40 + (3 * 12));
        string[] others = [.. wait.Lines.Where(line => !IsRequest(line))];
        Assert.Equal(3, others.Length);
        Assert.All(others, line => Assert.Contains("its sessions are looked at again in 5 s", line, StringComparison.Ordinal));
        static bool IsRequest(string line) => line.StartsWith("GET ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_session_that_was_seen_before_its_server_went_down_in_the_same_look_is_still_working_at_the_end()
    {
        await using ShellFixture fixture = await OpenAsync(13);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 1").ErrorId);
        fixture.Server.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallHeaders(), skip: 1, times: int.MaxValue);
        using Waiting wait = new(Targets(fixture), 10, 3600);
        Assert.Equal(11, await wait.NextPauseAsync());

        // Twelve are asked for at once, and the last one when one of these has been seen.
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Requests.Count == 13, Generous));
        wait.Clock.Pass(TimeSpan.FromSeconds(10));
        await fixture.Server.StopAsync();
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, " 10 s");
        Assert.Equal([true, .. Enumerable.Repeat(false, 12)], wait.Errors.Select(Says("is still Working")).OrderDescending());
        Assert.Equal([false, .. Enumerable.Repeat(true, 12)], wait.Errors.Select(Says("could not be looked at")).Order());
        static Func<ErrorRecord, bool> Says(string what) => error => error.Exception.Message.Contains(what, StringComparison.Ordinal);
    }

    [Fact]
    public async Task sessions_that_a_look_did_not_bring_because_the_server_went_down_are_the_first_of_the_next_look()
    {
        await using ShellFixture fixture = await OpenAsync(40);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0").ErrorId);
        fixture.Server.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallHeaders(), skip: 8, times: int.MaxValue);
        using Waiting wait = new(Targets(fixture), 7, 5);
        Assert.Equal(8, await wait.NextPauseAsync());
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Faults.Held == 12, Generous), $"{fixture.Server.Faults.Held} are held");
        string[] seen = [.. fixture.Server.Requests.Where(request => request.StatusCode == 200).Select(request => request.Path.Split('/')[^1])];
        Assert.Equal(8, seen.Length);
        await fixture.Server.StopAsync();
        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(2));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);

        // What the second look asks for first is none of the eight.
        string first = wait.Lines.SkipWhile(line => !line.Contains("its sessions are looked at again", StringComparison.Ordinal)).First(line => line.StartsWith("GET ", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, id => first.Contains(id, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task sessions_that_work_on_are_looked_at_to_the_end_and_no_further()
    {
        await using ShellFixture fixture = await OpenAsync(2);
        using Waiting wait = new(Targets(fixture), 12, 5);
        List<double> pauses = [await wait.NextPauseAsync()];
        while (!wait.Task.IsCompleted && pauses.Count < 4)
        {
            pauses.Add(await wait.NextPauseAsync());
            wait.Clock.Pass(TimeSpan.FromSeconds(pauses[^1]));
        }

        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal([13, 5, 5, 2], pauses);
        TimedOut(wait, fixture, "is still Working after 12 s");
        Assert.Equal(8, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task the_last_look_begins_as_early_as_the_one_before_was_long()
    {
        await using ShellFixture fixture = await OpenAsync(1);
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: 2);
        using Waiting wait = new(Targets(fixture), 25, 10);
        Assert.Equal(26, await wait.NextPauseAsync());
        await AnswerAfterAsync(4);
        Assert.Equal(10, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(10));
        await AnswerAfterAsync(4);

        // 18 s have passed, and the third look will take 4 s of the 7 that are left.
        Assert.Equal(3, await wait.NextPauseAsync());
        fixture.Server.Sessions.Stop(fixture.Server.Sessions[0].Id, Start.AddHours(1));
        wait.Clock.Pass(TimeSpan.FromSeconds(3));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal([fixture.Server.Sessions[0].Id], wait.Written.Select(s => s.Id));
        Assert.Empty(wait.Errors);

        async Task AnswerAfterAsync(int seconds)
        {
            await fixture.Server.Faults.WaitUntilStalledAsync();
            wait.Clock.Pass(TimeSpan.FromSeconds(seconds));
            fixture.Server.Faults.Release();
        }
    }

    [Fact]
    public async Task the_last_look_begins_at_once_where_the_one_before_took_more_than_half_of_the_time()
    {
        await using ShellFixture fixture = await OpenAsync(1);
        fixture.Server.Faults.Add(Fault.StallHeaders());
        using Waiting wait = new(Targets(fixture), 25, 10);
        Assert.Equal(26, await wait.NextPauseAsync());
        await fixture.Server.Faults.WaitUntilStalledAsync();
        wait.Clock.Pass(TimeSpan.FromSeconds(13));
        fixture.Server.Faults.Release();
        Assert.Equal(0, await wait.NextPauseAsync());
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, "is still Working after 25 s");
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData("by session")]
    [InlineData("by identifier")]
    public async Task a_silent_server_holds_up_no_session_of_another_one(string how)
    {
        await using ShellFixture fixture = await OpenAsync(20);
        await using RestoreServer other = await RestoreServer.StartAsync();
        other.Sessions.Use(Enumerable.Range(0, 20).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" }));
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        ServerConnection[] servers = [.. fixture.Run("Get-RestoreConnection").As<ServerConnection>()];
        Guid[] silent = [.. fixture.Server.Sessions.AllIds()];
        Guid[] heard = [.. other.Sessions.AllIds()];
        using Waiting wait = new(silent.Concat(heard).Select(id => new SessionTarget(id, null, how == "by identifier" ? servers : [servers[silent.Contains(id) ? 0 : 1]])), 3600, 5);
        Assert.Equal(3601, await wait.NextPauseAsync());
        Assert.Equal(5, await wait.NextPauseAsync());

        // One stops, and is written while the others are waited for.
        other.Sessions.Stop(heard[7], Start.AddHours(1));
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(heard[7], (await wait.NextWrittenAsync()).Id);
        foreach (Guid id in heard.Where(id => id != heard[7]))
        {
            other.Sessions.Stop(id, Start.AddHours(1));
        }

        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        for (int i = 1; i < heard.Length; i++)
        {
            await wait.NextWrittenAsync();
        }

        wait.Clock.Pass(TimeSpan.FromSeconds(3591));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(heard.Order(), wait.Written.Select(s => s.Id).Order());
        TimedOut(wait, fixture, Silence);
    }

    [Fact]
    public async Task an_identifier_that_only_the_second_server_knows_is_waited_for_though_the_first_is_silent()
    {
        await using ShellFixture fixture = await OpenAsync(1);
        await using RestoreServer other = await fixture.AddServerAsync();
        Guid id = other.Sessions.AllIds().First(id => other.Sessions.Find(id)!.State == "Stopped");
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        RestoreSession session = fixture.Run($"Wait-RestoreSession -Id {id} -TimeoutSec 50").One<RestoreSession>();
        Assert.Equal((id, other.Server, "Stopped"), (session.Id, session.Server, session.State));
    }

    [Fact]
    public async Task a_session_that_several_servers_know_is_written_once_and_one_that_none_knows_is_one_error()
    {
        await using ShellFixture fixture = await OpenAsync(0);
        await using RestoreServer clone = await RestoreServer.StartAsync();
        SessionRecord known = new() { CreationTime = Start, EndTime = Start.AddHours(1) };
        fixture.Server.Sessions.Use([known]);
        clone.Sessions.Use([known]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck").ErrorId);
        Guid unknown = Guid.NewGuid();
        ShellResult result = fixture.Run($"Wait-RestoreSession -Id {known.Id}, {unknown} -PollingIntervalSec 3600");
        Assert.Equal(known.Id, ((RestoreSession)Assert.Single(result.Output).BaseObject).Id);
        Assert.Equal("RestoreSessionNotFound,RestoreSessions.Commands.WaitRestoreSessionCommand", result.ErrorId);
        Assert.Equal(unknown, result.Errors[0].TargetObject);
    }

    [Fact]
    public async Task each_session_that_works_is_looked_at_once_in_each_interval_and_one_that_has_stopped_never_again()
    {
        await using ShellFixture fixture = await OpenAsync(30);
        Guid[] ids = [.. fixture.Server.Sessions.AllIds()];
        using Waiting wait = new(Targets(fixture), 0, 7);
        for (int stopped = 0; stopped < 3; stopped++)
        {
            Assert.Equal(7, await wait.NextPauseAsync());

            // One that has stopped is looked at once more, to see it.
            Assert.Equal(ids.Skip(Math.Max(0, stopped - 1)), fixture.Server.Requests.Select(request => Guid.Parse(request.Path.Split('/')[^1])).OrderBy(id => Array.IndexOf(ids, id)));
            fixture.Server.Requests.Clear();
            fixture.Server.Sessions.Stop(ids[stopped], Start.AddHours(1));

            // A moment less than the interval is no interval.
            wait.Clock.Pass(TimeSpan.FromSeconds(6.9));
            wait.Clock.Pass(TimeSpan.FromSeconds(0.1));
            Assert.Equal(ids[stopped], (await wait.NextWrittenAsync()).Id);
        }

        Array.ForEach(ids, id => fixture.Server.Sessions.Stop(id, Start.AddHours(1)));
        Assert.Equal(7, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(7));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(ids, wait.Written.Select(session => session.Id).OrderBy(id => Array.IndexOf(ids, id)));
        Assert.Empty(wait.Errors);
    }

    [Fact]
    public async Task the_progress_says_how_many_have_stopped_and_their_share()
    {
        await using ShellFixture fixture = await OpenAsync(8);
        Guid[] ids = [.. fixture.Server.Sessions.AllIds()];
        using Waiting wait = new(Targets(fixture), 0, 1800);
        List<ProgressRecord> shown = [];
        foreach (int stop in new[] { 1, 2, 0, 5 })
        {
            Assert.Equal(1800, await wait.NextPauseAsync());
            wait.Bar.Show(shown.Add);
            foreach (Guid id in ids.Where(id => fixture.Server.Sessions.Find(id)!.State == "Working").Take(stop))
            {
                fixture.Server.Sessions.Stop(id, Start.AddHours(1));
            }

            wait.Clock.Pass(TimeSpan.FromSeconds(1800));
        }

        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        wait.Bar.Show(shown.Add);
        Assert.Equal(
            [
                ("1 of 8 have stopped, 0:30:00 elapsed", 12), ("3 of 8 have stopped, 1:00:00 elapsed", 37), ("3 of 8 have stopped, 1:30:00 elapsed", 37),
                ("8 of 8 have stopped, 2:00:00 elapsed", 100),
            ],
            shown.Select(record => (record.StatusDescription, record.PercentComplete)));
    }

    [Fact]
    public async Task a_session_that_is_not_found_is_no_longer_waited_for_and_the_progress_does_not_say_that_it_has_stopped()
    {
        await using ShellFixture fixture = await OpenAsync(4);
        SessionTarget[] targets = Targets(fixture);
        fixture.Server.Sessions.Remove(targets[0].Id);
        fixture.Server.Sessions.Stop(targets[1].Id, Start.AddHours(1));
        using Waiting wait = new(targets, 0, 1800);
        List<ProgressRecord> shown = [];
        Assert.Equal(1800, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(2));
        wait.Bar.Show(shown.Add);
        Assert.Equal([("1 of 4 have stopped, 0:00:02 elapsed", 50)], shown.Select(record => (record.StatusDescription, record.PercentComplete)));
    }

    [Fact]
    public async Task a_session_that_could_not_be_looked_at_and_then_could_is_still_working_at_the_end_and_nothing_else()
    {
        await using ShellFixture fixture = await OpenAsync(1);
        fixture.Server.Faults.Add(Fault.Status(500), times: 1);
        using Waiting wait = new(Targets(fixture), 10, 5);
        Assert.Equal(11, await wait.NextPauseAsync());
        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(5, await wait.NextPauseAsync());
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        TimedOut(wait, fixture, "is still Working after 10 s");
        Assert.DoesNotContain("could not be looked at", Assert.Single(wait.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task once_a_server_has_shown_a_session_no_other_is_asked_for_it()
    {
        await using ShellFixture fixture = await OpenAsync(3);
        await using RestoreServer clone = await RestoreServer.StartAsync();
        clone.Sessions.Use([]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck").ErrorId);
        ServerConnection[] servers = [.. fixture.Run("Get-RestoreConnection").As<ServerConnection>()];
        Guid[] ids = [.. fixture.Server.Sessions.AllIds()];

        // The second server cannot tell at first, while the first is silent, and would be asked again.
        clone.Requests.Clear();
        fixture.Server.Requests.Clear();
        clone.Faults.Add(Fault.Status(500), times: 3);
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: 3);
        using Waiting wait = new(ids.Select(id => new SessionTarget(id, null, servers)), 0, 5);
        await wait.NextPauseAsync();
        fixture.Server.Faults.Clear();
        fixture.Server.Faults.Release();
        await wait.NextPauseAsync();
        Assert.Equal((3, 3), (fixture.Server.Requests.Count, clone.Requests.Count));
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        await wait.NextPauseAsync();
        await wait.NextPauseAsync();
        Assert.Equal((6, 3), (fixture.Server.Requests.Count, clone.Requests.Count));
        Array.ForEach(ids, id => fixture.Server.Sessions.Stop(id, Start.AddHours(1)));
        wait.Clock.Pass(TimeSpan.FromSeconds(5));
        await wait.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        Assert.Equal(ids.Order(), wait.Written.Select(session => session.Id).Order());
        Assert.Empty(wait.Errors);
    }

    private static async Task<ShellFixture> OpenAsync(int working)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(Enumerable.Range(0, working).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" }));
        return fixture;
    }

    private static SessionTarget[] Targets(ShellFixture fixture)
    {
        ServerConnection server = fixture.Run("Get-RestoreConnection").One<ServerConnection>();
        return [.. fixture.Server.Sessions.AllIds().Select(id => new SessionTarget(id, null, [server]))];
    }

    private static void TimedOut(Waiting wait, ShellFixture fixture, string why)
    {
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), wait.Errors.Select(e => ((RestoreSession)e.TargetObject).Id).Order());
        Assert.All(wait.Errors, e =>
        {
            Assert.Equal("WaitTimedOut", e.FullyQualifiedErrorId);
            Assert.Contains(((RestoreSession)e.TargetObject).Id + " on " + fixture.Server.Server, e.Exception.Message, StringComparison.Ordinal);
            Assert.Contains(why, e.Exception.Message, StringComparison.Ordinal);
        });
    }

    /// <summary>A wait that has begun.</summary>
    private sealed class Waiting : IDisposable
    {
        private readonly BlockingCollection<object> _written = new();
        private readonly List<object> _taken = [];

        public Waiting(IEnumerable<SessionTarget> targets, int timeoutSec, int intervalSec)
        {
            CommandOutput output = new(Bar = new ProgressBar("Waiting", Clock), CancellationToken.None);
            SessionWait wait = new([.. targets], onlyServer: null, timeoutSec, intervalSec, output, Clock);
            output.Begin([wait], (begun, _) => begun.WaitAsync());
            Task = Task.Run(() => output.TakeAll(_written.Add, new ProgressBar("Nothing", Clock), patience: null));
        }

        public ManualClock Clock { get; } = new();

        public Task Task { get; }

        public IEnumerable<RestoreSession> Written => All.OfType<RestoreSession>();

        public IEnumerable<ErrorRecord> Errors => All.OfType<ErrorRecord>();

        /// <summary>What -Verbose shows.</summary>
        public IEnumerable<string> Lines => All.OfType<VerboseRecord>().Select(line => line.Message);

        public ProgressBar Bar { get; }

        private IEnumerable<object> All => _taken.Concat(_written);

        public void Dispose() => _written.Dispose();

        public async Task<double> NextPauseAsync() => (await Clock.NextWaitAsync()).TotalSeconds;

        public Task<RestoreSession> NextWrittenAsync() => Task.Run(() =>
        {
            while (_written.TryTake(out object? item, Generous))
            {
                _taken.Add(item);
                if (item is RestoreSession session)
                {
                    return session;
                }
            }

            throw new TimeoutException("No session was written.");
        });
    }
}
