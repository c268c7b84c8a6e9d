using System.Collections.Concurrent;
using System.Net;
using CsCheck;
using FakeServer;
using HostedShell;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Nothing lost, nothing twice: listings of a server whose sessions start, end and vanish between any two pages.</summary>
public sealed class ChangingListTests
{
    private const int Lines = 4;

    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1000], Gen.Int[0, 8]).Select((kind, at, count) => new Step(kind, at, count));

    private static readonly Gen<Schedule> Schedules = Gen.Select(
        Gen.Int[0, 60], Gen.Int[2, 12], Gen.Int[5, 8], Gen.Int[0, 15], Steps.List[0, 12]).Select((sessions, limit, version, quirks, steps) => new Schedule(sessions, limit, version, quirks, steps));

    [Fact]
    public async Task ten_thousand_random_schedules_lose_and_repeat_nothing()
    {
        // Most of the time is spent waiting for the other side: several servers at once, and a schedule has one to itself.
        Line[] lines = await Task.WhenAll(Enumerable.Range(0, Lines).Select(_ => Line.OpenAsync()));
        ConcurrentBag<Line> idle = [.. lines];
        await Schedules.SampleAsync(
            async schedule =>
            {
                Assert.True(idle.TryTake(out Line? line));
                bool holds = await HoldsAsync(line.Server, line.Connections[schedule.Version], schedule);
                idle.Add(line);
                return holds;
            },
            iter: 10_000,
            threads: Lines);
        await Task.WhenAll(lines.Select(line => line.Server.DisposeAsync().AsTask()));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public async Task a_server_that_sends_the_same_page_for_ever_is_an_error_after_a_while(int version)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 95, MaximumLimit = 10, IgnoreOffset = true });
        ServerConnection connection = await ConnectAsync(server, (RestoreApiVersion)version);
        server.Requests.Clear();
        RestFailure failure = await Assert.ThrowsAsync<RestFailure>(() => ListAsync(connection, new SessionQuery()));
        Assert.Equal(FailureKind.UnexpectedAnswer, failure.Kind);
        Assert.InRange(server.Requests.Count, 1, 200);
    }

    [Theory]
    [InlineData(30_000, null)]
    [InlineData(70_000, "UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand")]
    public async Task a_list_that_grows_at_its_beginning_brings_no_session_twice_and_is_an_error_where_it_grows_too_much(int born, string? error)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { NewestFirst = true });
        fixture.Server.Sessions.Use(Enumerable.Range(0, 3_000).Select(i => new SessionRecord { CreationTime = Start.AddSeconds(i) }));
        int pages = 0;
        fixture.Server.Sessions.BetweenPages = (sessions, _) =>
        {
            if (Interlocked.Increment(ref pages) == 2)
            {
                SessionRecord[] old = [.. Enumerable.Range(0, sessions.Count).Select(i => sessions[i])];
                sessions.Use([.. old, .. Enumerable.Range(0, born).Select(i => new SessionRecord { CreationTime = Start.AddDays(1).AddSeconds(i) })]);
            }
        };
        ShellResult result = fixture.Run($"Get-RestoreSession -StartTimeTo {Start.AddYears(9):yyyy-MM-dd}");
        Assert.Equal(error, result.ErrorId);
        Assert.Equal(result.Output.Count, result.Output.Select(item => ((RestoreSession)item.BaseObject).Id).Distinct().Count());
        Assert.Equal(error is null, result.Output.Count == born + 3_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_list_that_grows_as_fast_as_it_is_read_is_not_taken_for_one_that_repeats_itself(bool echoesLimit)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 30, MaximumLimit = 8, NewestFirst = true, EchoLimit = echoesLimit });
        Guid[] throughout = [.. server.Sessions.AllIds()];
        server.Sessions.BetweenPages = (sessions, page) =>
        {
            for (int i = 0; page is > 0 and < 9 && i < 7; i++)
            {
                sessions.Add(new SessionRecord { CreationTime = Start.AddDays(page).AddMinutes(i) });
            }
        };

        List<Guid> got = await ListAsync(await ConnectAsync(server, RestoreApiVersion.v5), new SessionQuery { StartTimeTo = Start.AddYears(1) });

        Assert.Empty(throughout.Except(got));
        Assert.Equal(got.Distinct().Count(), got.Count);
    }

    private static async Task<bool> HoldsAsync(RestoreServer server, ServerConnection connection, Schedule schedule)
    {
        // Quirks: 1 no limit in the answer, 2 the newest first also before v8, 4 the page that vanishes is the one just read, 8 the limit in the answer is the one asked for.
        server.Options.MaximumLimit = schedule.Limit;
        server.Options.EchoLimit = (schedule.Quirks & 1) == 0;
        server.Options.EchoesAskedLimit = (schedule.Quirks & 8) != 0;
        server.Options.NewestFirst = (schedule.Quirks & 2) != 0;
        server.Sessions.BetweenPages = null;
        List<SessionRecord> initial = [.. Enumerable.Range(0, schedule.Sessions).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" })];
        server.Sessions.Use(initial);
        HashSet<Guid> everThere = [.. initial.Select(s => s.Id)];
        HashSet<Guid> throughout = [.. everThere];
        int started = 0;
        int pages = 0;
        bool isOver = false;
        Lock gate = new();
        server.Sessions.BetweenPages = (sessions, _) =>
        {
            // A page asked for ahead and given up may reach the server at any time, also after the listing.
            lock (gate)
            {
                if (!isOver && pages > 0 && pages <= schedule.Steps.Count)
                {
                    Apply(schedule.Steps[pages - 1]);
                }

                pages++;
                Assert.True(pages < 1000, "the listing does not end");
            }
        };

        void Apply(Step step)
        {
            for (int i = 0; i < step.Count; i++)
            {
                int count = server.Sessions.Count;
                if (step.Kind == 0)
                {
                    SessionRecord born = new() { CreationTime = Start.AddDays(1).AddMinutes(started++) };
                    everThere.Add(born.Id);
                    server.Sessions.Add(born);
                }
                else if (count > 0)
                {
                    SessionRecord changed = server.Sessions[(step.At + ((schedule.Quirks & 4) != 0 ? 0 : i * 7)) % count];
                    if (step.Kind == 1)
                    {
                        throughout.Remove(changed.Id);
                        server.Sessions.Remove(changed.Id);
                    }
                    else
                    {
                        server.Sessions.Stop(changed.Id, Start.AddDays(2));
                    }
                }
            }
        }

        List<Guid> got = await ListAsync(connection, new SessionQuery { StartTimeTo = Start.AddYears(1) });
        lock (gate)
        {
            isOver = true;
            return got.Distinct().Count() == got.Count && throughout.IsSubsetOf(got) && everThere.IsSupersetOf(got);
        }
    }

    private static async Task<List<Guid>> ListAsync(ServerConnection connection, SessionQuery query)
    {
        List<Guid> got = [];
        await new RestoreApi(connection, connection.OpenClient(_ => { }, CancellationToken.None), () => new ListingCount()).ListSessionsAsync(
            query, sessions => got.AddRange(sessions.Select(session => session.Id)));
        return got;
    }

    private static Task<ServerConnection> ConnectAsync(RestoreServer server, RestoreApiVersion version) => ServerConnection.LogOnAsync(
        new ConnectionSettings(ServerAddress.Parse(server.Server, 4443), new CertificatePolicy(false, server.Thumbprint), TimeSpan.FromSeconds(30), 3, Clock.Machine),
        new LogonInput { Credential = new NetworkCredential(server.Options.UserName, server.Options.Password) },
        version,
        _ => { },
        CancellationToken.None);

    private sealed record Line(RestoreServer Server, IReadOnlyDictionary<int, ServerConnection> Connections)
    {
        public static async Task<Line> OpenAsync()
        {
            RestoreServer server = await RestoreServer.StartAsync();
            Dictionary<int, ServerConnection> connections = [];
            foreach (int version in new[] { 5, 6, 7, 8 })
            {
                connections[version] = await ConnectAsync(server, (RestoreApiVersion)version);
            }

            return new Line(server, connections);
        }
    }

    /// <param name="Kind">0 sessions start, 1 sessions vanish, 2 sessions end.</param>
    /// <param name="At">Where in the list.</param>
    /// <param name="Count">How many.</param>
    internal sealed record Step(int Kind, int At, int Count);

    internal sealed record Schedule(int Sessions, int Limit, int Version, int Quirks, List<Step> Steps)
    {
        public override string ToString() => $"{Sessions} sessions, pages of {Limit}, v{Version}, quirks {Quirks}: {string.Join("; ", Steps)}";
    }
}
