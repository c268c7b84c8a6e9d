using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>What time it is on a server, from its Date headers and the two clocks of this machine.</summary>
public sealed class ServerTimeTests
{
    private static readonly DateTimeOffset Reported = new(2030, 1, 1, 0, 0, 0, TimeSpan.FromHours(2));

    private readonly FakeClock _clock = new();

    [Fact]
    public void a_server_that_never_told_is_taken_to_have_this_machines_time()
    {
        ServerTime time = new(_clock);
        Assert.False(time.IsKnown);
        Assert.Equal((_clock.UtcNow, _clock.UtcNow.AddSeconds(3)), (time.UtcNow, time.UtcSoon));
        Assert.Null(time.Reported);
        time.Observe(null);
        Assert.True(time.IsKnown);
        Assert.Equal(_clock.UtcNow, time.UtcNow);
        Assert.Null(time.Reported);
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(0, 10, 10)]
    [InlineData(10, -10, 10)]
    [InlineData(10, 5, 15)]
    [InlineData(0, -10, 0)]
    public void its_time_goes_on_by_the_clock_that_says_more(int passed, int jumped, int expected)
    {
        ServerTime time = new(_clock);
        _clock.Pass(TimeSpan.FromMinutes(7));
        time.Observe(Reported);
        _clock.Pass(TimeSpan.FromMinutes(passed));
        _clock.Jump(TimeSpan.FromMinutes(jumped));
        Assert.Equal(Reported.UtcDateTime.AddMinutes(expected), time.UtcNow);
        Assert.Equal(Reported.UtcDateTime.AddMinutes(expected).AddSeconds(3), time.UtcSoon);
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (time.UtcNow.Kind, time.UtcSoon.Kind));
    }

    [Theory]
    [InlineData(-13, 0)]
    [InlineData(-0.001, 0)]
    [InlineData(0, 0)]
    [InlineData(13, 13)]
    public void a_moment_to_come_is_none_that_the_server_or_this_machine_has_passed(double told, double expected)
    {
        ServerTime time = new(_clock);
        time.Observe(_clock.UtcNow.AddHours(told));
        Assert.Equal((_clock.UtcNow.AddHours(told), _clock.UtcNow.AddHours(expected).AddSeconds(3)), (time.UtcNow, time.UtcSoon));
        time.Observe(DateTimeOffset.MinValue);
        Assert.Equal((DateTime.MinValue, _clock.UtcNow.AddSeconds(3)), (time.UtcNow, time.UtcSoon));
        time.Observe(DateTimeOffset.MaxValue);
        Assert.Equal((DateTime.MaxValue, DateTime.MaxValue), (time.UtcNow, time.UtcSoon));
    }

    [Fact]
    public void the_last_date_counts_and_an_answer_without_one_changes_nothing()
    {
        ServerTime time = new(_clock);
        time.Observe(Reported);
        time.Observe(Reported.AddDays(-1));
        time.Observe(null);
        Assert.Equal(Reported.AddDays(-1).UtcDateTime, time.UtcNow);
        Assert.Equal(Reported.AddDays(-1).UtcDateTime, time.Reported);
    }
}
