using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Races;

/// <summary>
/// Listings that are given up at any moment, and what has come out by then, compared field by field. They run in a process of their own
/// (<see cref="RaceTests"/>), because what they look for can end the process.
/// </summary>
/// <remarks>RACE_FORM names how the answers travel, RACE_ROUNDS says how often each way to end a listing is tried, RACE_SEED the random numbers.</remarks>
public sealed class Races(ITestOutputHelper output)
{
    private const int Sessions = 3_000;
    private const int Version = 8;
    private const string Command = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("RACE_ROUNDS") ?? "100", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly Form Form = Form.All[Environment.GetEnvironmentVariable("RACE_FORM") ?? "gzip"];

    private readonly Random _random = new(int.Parse(Environment.GetEnvironmentVariable("RACE_SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture));

    [Fact(Explicit = true)]
    public async Task enough_objects()
    {
        await using Site site = await OpenAsync();
        SentSessions sent = new(site.Server, Version);
        for (int i = 0; i < Rounds; i++)
        {
            int count = _random.Next(1, Sessions);
            Check(sent, site.Run($"Get-RestoreSession | Select-Object -First {count}"), count);
        }
    }

    [Fact(Explicit = true)]
    public async Task ctrl_c()
    {
        await using Site site = await OpenAsync();
        SentSessions sent = new(site.Server, Version);
        TimeSpan longest = default;
        for (int i = 0; i < Rounds; i++)
        {
            using Invocation listing = site.Shell.Begin("Get-RestoreSession");
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
        await using Site site = await OpenAsync();
        SentSessions sent = new(site.Server, Version);
        using Shell second = new();
        for (int i = 0; i < Rounds; i++)
        {
            second.Runspace.SessionStateProxy.SetVariable("c", site.Run("Get-RestoreConnection").Output.Single());
            using Invocation listing = second.Begin("Get-RestoreSession -Connection $c");
            await Task.Delay(_random.Next(60), TestContext.Current.CancellationToken);
            Assert.Null(site.Run("Disconnect-RestoreServer").ErrorId);
            Check(sent, listing.Wait(), null, "NotConnected" + Command);
            Connect(site);
        }
    }

    [Fact(Explicit = true)]
    public async Task a_server_that_falls_silent()
    {
        // Each round takes the second that the server is granted: many at once.
        const int AtOnce = 10;
        int[] places = [.. Enumerable.Range(0, Math.Max(AtOnce, Rounds / 5)).Select(_ => _random.Next(1, 150_000))];
        await Task.WhenAll(places.Chunk((places.Length + AtOnce - 1) / AtOnce).Select(chunk => Task.Run(async () =>
        {
            await using Site site = await OpenAsync("-TimeoutSec 1");
            SentSessions sent = new(site.Server, Version);
            foreach (int place in chunk)
            {
                site.Server.Faults.Clear();
                site.Server.Faults.Add(Form.Answer(place), "RestoreSessions", times: int.MaxValue);
                Check(sent, site.Run("Get-RestoreSession"), null, "RequestTimedOut" + Command);
            }
        })));
    }

    private static async Task<Site> OpenAsync(string more = "")
    {
        Site site = await Site.OpenAsync(new ServerOptions { SessionCount = Sessions }, isConnected: false);
        Connect(site, more);
        site.Server.Faults.Add(Form.Answer(), "RestoreSessions", times: int.MaxValue);
        return site;
    }

    private static void Connect(Site site, string more = "") =>
        Assert.Null(site.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{Version} -MaximumRetryCount 0 {more}").ErrorId);

    private static void Check(SentSessions sent, ShellResult result, int? count = null, string? errorId = null)
    {
        Assert.All(result.Errors, error => Assert.Equal(errorId, error.FullyQualifiedErrorId));
        IReadOnlyList<RestoreSession> got = [.. result.Output.Select(o => (RestoreSession)o.BaseObject)];
        Assert.Null(sent.FindDifference(got));
        Assert.Equal(count ?? got.Count, got.Count);
    }
}
