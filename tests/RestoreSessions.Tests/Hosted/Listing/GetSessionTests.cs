using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class GetSessionTests
{
    [Fact]
    public async Task the_documented_bodies_become_typed_objects()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach (string file in new[] { "sessions-array.json", "sessions-page.json" })
        {
            fixture.Server.Faults.Add(Fault.RawBody(File.ReadAllBytes(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", file))), "restoreSessions");
            IReadOnlyList<RestoreSession> sessions = fixture.Run("Get-RestoreSession").As<RestoreSession>();
            Assert.Equal(2, sessions.Count);
            Assert.Equal("2018-06-29T07:42:21.1916940Z", sessions[0].CreationTimeUtc.ToString("o", CultureInfo.InvariantCulture));
            Assert.Equal("2018-06-29T08:14:58.3532833Z", sessions[0].EndTimeUtc!.Value.ToString("o", CultureInfo.InvariantCulture));
            Assert.Equal(DateTimeKind.Local, sessions[0].CreationTime.Kind);
            Assert.Equal(sessions[0].CreationTimeUtc, sessions[0].CreationTime.ToUniversalTime());
            Assert.Equal(TimeSpan.FromTicks(19_571_615_893), sessions[0].Duration);
            Assert.Equal((fixture.Server.Server, "Vex", "Exchange", "Stopped", "Success"), (sessions[0].Server, sessions[0].Type, sessions[0].Workload, sessions[0].State, sessions[0].Result));
            Assert.Equal((null, null, null, "Working"), (sessions[1].EndTime, sessions[1].EndTimeUtc, sessions[1].Duration, sessions[1].State));
        }
    }

    [Theory]
    [InlineData("'2026-06-01T12:00:00.1234567+02:00'", "2026-06-01T10:00:00.1234567Z")]
    [InlineData("(([datetime]'2026-06-01T12:00:00Z').ToUniversalTime())", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("([datetime]::SpecifyKind([datetime]'2026-06-01T12:00:00Z', 'Unspecified'))", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("([psobject]([datetime]'2026-06-01T12:00:00Z').ToUniversalTime())", "2026-06-01T12:00:00.0000000Z")]
    public async Task a_time_of_any_kind_is_the_moment_that_it_is(string value, string sent)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run($"Get-RestoreSession {value}").ErrorId);
        Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeTo {value}").ErrorId);
        Assert.Equal(sent, fixture.Server.Requests.Listings[0].Query["startTimeFrom"]);
        Assert.Equal(sent, fixture.Server.Requests.Listings[^1].Query["startTimeTo"]);
    }

    [Fact]
    public async Task a_page_with_null_for_its_results_is_empty()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0, NullResultsWhenEmpty = true });
        Assert.Empty(fixture.Run("Get-RestoreSession").As<RestoreSession>());
    }

    [Fact]
    public async Task a_next_link_to_another_host_is_not_followed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 30, NextLinkHost = "elsewhere.invalid" });
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Fact]
    public async Task the_filter_is_repeated_on_every_page()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 10 });
        IReadOnlyList<RestoreSession> got = fixture.Run("Get-RestoreSession -StartTimeFrom 2026-06-01T08:00:00Z").As<RestoreSession>();
        Assert.InRange(got.Count, 20, 40);
        Assert.All(got, s => Assert.True(s.CreationTimeUtc > new DateTime(2026, 6, 1, 8, 0, 0, DateTimeKind.Utc)));
        Assert.All(fixture.Server.Requests.Listings, r => Assert.Equal("2026-06-01T08:00:00.0000000Z", r.Query["startTimeFrom"]));
        Assert.Single(fixture.Server.Requests.Listings.Select(r => r.Query["startTimeTo"]).Distinct());
    }

    [Fact]
    public async Task each_session_is_written_while_the_rest_is_still_on_its_way()
    {
        const int Sent = 100_000;
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, Shape = BodyShape.Array });
        Assert.Equal(1000, fixture.Run("Get-RestoreSession").Output.Count);
        int whole = (int)(Sent * 1000L / fixture.Server.Requests.Listings[0].BytesSent);
        fixture.Server.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallBody(Sent), "restoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");

        // Sessions differ in length by a few characters.
        await listing.WaitForOutputAsync(whole - 3);
        await fixture.Server.Faults.WaitUntilStalledAsync();
        Assert.False(fixture.Server.Requests.Listings[0].IsFinished);
        fixture.Server.Faults.Release();
        Assert.Equal(1000, listing.Wait().As<RestoreSession>().Count);
    }
}
