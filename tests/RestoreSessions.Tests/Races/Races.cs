using System.Diagnostics;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Races;

/// <summary>
/// Listings that are given up at any moment, and what has come out by then, compared field by field. They run in a process of their own
/// (<see cref="RaceTests"/>), because what they look for can end the process.
/// </summary>
/// <remarks>RACE_FORM names how the answers travel, RACE_ROUNDS and RACE_INTERRUPTIONS say how often each way to end a listing is tried, RACE_SEED gives the random numbers.</remarks>
public sealed class Races(ITestOutputHelper output)
{
    private const int Sessions = 3_000;
    private const int Version = 8;
    private const string Command = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    private static readonly int Rounds = Number("RACE_ROUNDS", 100);
    private static readonly int Interruptions = Number("RACE_INTERRUPTIONS", 50);
    private static readonly Form Form = Form.All[Environment.GetEnvironmentVariable("RACE_FORM") ?? "gzip"];

    private readonly Random _random = new(Number("RACE_SEED", 1));

    [Fact(Explicit = true)]
    public async Task enough_objects()
    {
        await using ShellFixture fixture = await OpenAsync();
        SentSessions sent = new(fixture.Server, Version);
        for (int i = 0; i < Rounds; i++)
        {
            int count = _random.Next(1, Sessions);
            Check(sent, fixture.Run($"Get-RestoreSession | Select-Object -First {count}"), count);
        }
    }

    [Fact(Explicit = true)]
    public async Task ctrl_c()
    {
        await using ShellFixture fixture = await OpenAsync();
        SentSessions sent = new(fixture.Server, Version);
        TimeSpan longest = default;
        for (int i = 0; i < Interruptions; i++)
        {
            using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
            await Task.Delay(_random.Next(60), TestContext.Current.CancellationToken);
            Stopwatch watch = Stopwatch.StartNew();
            listing.Stop();
            longest = longest > watch.Elapsed ? longest : watch.Elapsed;
            Check(sent, listing.Wait());
        }

        output.WriteLine($"the longest stop took {longest.TotalMilliseconds:0} ms");
    }

    [Fact(Explicit = true)]
    public async Task a_connection_that_is_closed()
    {
        await using ShellFixture fixture = await OpenAsync();
        SentSessions sent = new(fixture.Server, Version);
        using Shell second = new();
        for (int i = 0; i < Interruptions; i++)
        {
            second.Runspace.SessionStateProxy.SetVariable("c", fixture.Run("Get-RestoreConnection").Output.Single());
            using Invocation listing = second.Begin("Get-RestoreSession -Connection $c");
            await Task.Delay(_random.Next(60), TestContext.Current.CancellationToken);
            Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
            Check(sent, listing.Wait(), null, "NotConnected" + Command);
            Connect(fixture);
        }
    }

    [Fact(Explicit = true)]
    public async Task a_server_that_falls_silent()
    {
        // Each round takes the second that the server is granted: many at once.
        const int AtOnce = 10;
        int[] places = [.. Enumerable.Range(0, Math.Max(AtOnce, Interruptions / 5)).Select(_ => _random.Next(1, 150_000))];
        await Task.WhenAll(places.Chunk((places.Length + AtOnce - 1) / AtOnce).Select(chunk => Task.Run(async () =>
        {
            await using ShellFixture fixture = await OpenAsync("-TimeoutSec 1");
            SentSessions sent = new(fixture.Server, Version);
            foreach (int place in chunk)
            {
                fixture.Server.Faults.Clear();
                fixture.Server.Faults.Add(Form.Answer(place), "RestoreSessions", times: int.MaxValue);
                Check(sent, fixture.Run("Get-RestoreSession"), null, "RequestTimedOut" + Command);
            }
        })));
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    private static async Task<ShellFixture> OpenAsync(string more = "")
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = Sessions }, isConnected: false);
        Connect(fixture, more);
        fixture.Server.Faults.Add(Form.Answer(), "RestoreSessions", times: int.MaxValue);
        return fixture;
    }

    private static void Connect(ShellFixture fixture, string more = "") =>
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{Version} -MaximumRetryCount 0 {more}").ErrorId);

    private static void Check(SentSessions sent, ShellResult result, int? count = null, string? errorId = null)
    {
        Assert.All(result.Errors, error => Assert.Equal(errorId, error.FullyQualifiedErrorId));
        IReadOnlyList<RestoreSession> got = [.. result.Output.Select(o => (RestoreSession)o.BaseObject)];
        Assert.Null(sent.FindDifference(got));
        Assert.Equal(count ?? got.Count, got.Count);
    }
}
