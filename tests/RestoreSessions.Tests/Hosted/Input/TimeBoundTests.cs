using System.Globalization;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A bound excludes the very moment that it names, to the tick, whoever filters.</summary>
public sealed class TimeBoundTests
{
    private static readonly DateTime Bound = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);

    public static TheoryData<int, string, string> Bounds => new()
    {
        { 5, "-StartTimeFrom", "1" }, { 8, "-StartTimeFrom", "1" },
        { 5, "-StartTimeTo", "-1" }, { 8, "-StartTimeTo", "-1" },
        { 5, "-EndTimeFrom", "1" }, { 6, "-EndTimeFrom", "1" }, { 7, "-EndTimeFrom", "1" }, { 8, "-EndTimeFrom", "1" },
        { 5, "-EndTimeTo", "-1" }, { 6, "-EndTimeTo", "-1" }, { 7, "-EndTimeTo", "-1" }, { 8, "-EndTimeTo", "-1" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public async Task of_three_neighbouring_ticks_one_is_beyond_the_bound(int version, string bound, string kept)
    {
        await using ShellFixture fixture = await OpenAsync(version);
        Assert.Equal([long.Parse(kept, CultureInfo.InvariantCulture)], Got(fixture, $"{bound} {Bound:o}", bound.StartsWith("-Start", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public async Task between_two_bounds_lies_what_is_after_the_one_and_prior_to_the_other(int version)
    {
        await using ShellFixture fixture = await OpenAsync(version);
        foreach (string of in new[] { "Start", "End" })
        {
            Assert.Equal([0], Got(fixture, $"-{of}TimeFrom {Bound.AddTicks(-1):o} -{of}TimeTo {Bound.AddTicks(1):o}", of == "Start"));
            Assert.Empty(Got(fixture, $"-{of}TimeFrom {Bound:o} -{of}TimeTo {Bound.AddTicks(1):o}", of == "Start"));
        }
    }

    [Theory]
    [InlineData("Start")]
    [InlineData("End")]
    public async Task two_bounds_that_are_the_same_are_asked_and_only_a_later_first_one_is_refused(string of)
    {
        await using ShellFixture fixture = await OpenAsync(8);
        Assert.Empty(Got(fixture, $"-{of}TimeFrom {Bound:o} -{of}TimeTo {Bound:o}", of == "Start"));
        Assert.Single(fixture.Server.Requests.Listings);
        Assert.Equal("InvalidTimeRange,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run($"Get-RestoreSession -{of}TimeFrom {Bound:o} -{of}TimeTo {Bound.AddTicks(-1):o}").ErrorId);
        Assert.Single(fixture.Server.Requests.Listings);
    }

    [Fact]
    public async Task a_bound_is_sent_to_the_tick_and_one_of_end_times_only_to_a_server_that_knows_it()
    {
        const string Period = "-StartTimeFrom 2026-06-01T10:00:00.1234567Z -StartTimeTo 2026-06-01T10:00:00.1234568Z -EndTimeFrom 2026-06-01T10:00:00.1234569Z -EndTimeTo 2026-06-01T10:00:00.1234570Z";
        foreach (int version in new[] { 5, 6, 7, 8 })
        {
            await using ShellFixture fixture = await OpenAsync(version);
            Assert.Null(fixture.Run("Get-RestoreSession " + Period).ErrorId);
            IReadOnlyDictionary<string, string> sent = Assert.Single(fixture.Server.Requests.Listings).Query;
            Assert.Equal(("2026-06-01T10:00:00.1234567Z", "2026-06-01T10:00:00.1234568Z"), (sent["startTimeFrom"], sent["startTimeTo"]));
            Assert.Equal(
                version < 8 ? (null, null) : ("2026-06-01T10:00:00.1234569Z", "2026-06-01T10:00:00.1234570Z"),
                (sent.GetValueOrDefault("endTimeFrom"), sent.GetValueOrDefault("endTimeTo")));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public async Task a_session_at_work_has_no_end_and_lies_in_no_period_of_ends(int version)
    {
        await using ShellFixture fixture = await OpenAsync(version);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Bound, State = "Working" }, new SessionRecord { CreationTime = Bound, EndTime = Bound }]);
        Assert.Equal([0], Got(fixture, "-EndTimeFrom 2020-01-01", isStart: false));
        Assert.Equal([0], Got(fixture, "-EndTimeTo 2030-01-01", isStart: false));
        Assert.Equal(2, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    // How many ticks each session that was got lies from the bound.
    private static IEnumerable<long> Got(ShellFixture fixture, string period, bool isStart) => fixture.Run("Get-RestoreSession " + period).As<RestoreSession>()
        .Select(s => ((isStart ? s.CreationTimeUtc : s.EndTimeUtc!.Value) - Bound).Ticks);

    private static async Task<ShellFixture> OpenAsync(int version)
    {
        ShellFixture fixture = await ShellFixture.ConnectAsync($"-ApiVersion v{version}");
        fixture.Server.Sessions.Use(new[] { -1, 0, 1 }.Select(ticks => new SessionRecord { CreationTime = Bound.AddTicks(ticks), EndTime = Bound.AddTicks(ticks) }));
        return fixture;
    }
}
