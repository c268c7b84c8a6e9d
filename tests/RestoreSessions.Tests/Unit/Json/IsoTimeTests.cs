using System.Globalization;
using CsCheck;
using RestoreSessions.Json;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>Every part of a time at its first and last value, and one beyond.</summary>
public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2018-06-29T07:42:21.191694Z", "2018-06-29T07:42:21.1916940Z")]
    [InlineData("2018-06-29T08:14:58.3532833Z", "2018-06-29T08:14:58.3532833Z")]
    [InlineData("2020-05-12T15:55:20Z", "2020-05-12T15:55:20.0000000Z")]
    [InlineData("2020-05-12T15:55:20", "2020-05-12T15:55:20.0000000Z")]
    [InlineData("2017-06-26T22:07:39-07:00", "2017-06-27T05:07:39.0000000Z")]
    [InlineData("2017-06-26T22:07:39.5+05:30", "2017-06-26T16:37:39.5000000Z")]
    [InlineData("2017-06-26T22:07:39+0200", "2017-06-26T20:07:39.0000000Z")]
    [InlineData("2020-02-29 23:59:59.123456789Z", "2020-02-29T23:59:59.1234567Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59.99999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-01-31T23:59:59z", "2026-01-31T23:59:59.0000000Z")]
    [InlineData("2026-04-30T00:00:00.0000001Z", "2026-04-30T00:00:00.0000001Z")]
    [InlineData("2024-02-29T00:00:00.9Z", "2024-02-29T00:00:00.9000000Z")]
    [InlineData("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.0000000Z")]
    [InlineData("2026-06-01T12:00:00.10", "2026-06-01T12:00:00.1000000Z")]
    [InlineData("2026-06-01T12:00:00+14:00", "2026-05-31T22:00:00.0000000Z")]
    [InlineData("2026-06-01T12:00:00-14:00", "2026-06-02T02:00:00.0000000Z")]
    [InlineData("2026-06-01T12:00:00-03:30", "2026-06-01T15:30:00.0000000Z")]
    [InlineData("2026-06-01T12:00:00-0059", "2026-06-01T12:59:00.0000000Z")]
    [InlineData("2026-06-01T12:00:00+00:00", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("0001-01-01T14:00:00+14:00", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T09:59:59.9999999-14:00", "9999-12-31T23:59:59.9999999Z")]
    public void a_servers_time_keeps_every_tick(string text, string expected)
    {
        DateTime time = IsoTime.Parse(text)!.Value;
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.Equal(expected, time.ToString("o", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2020-13-01T00:00:00Z")]
    [InlineData("2021-02-29T00:00:00Z")]
    [InlineData("2020-01-01T24:00:00Z")]
    [InlineData("2020-01-01T00:00:00.Z")]
    [InlineData("2020-01-01T00:00:00+")]
    [InlineData("2020-01-01T00:00:00Zx")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("٢٠٢٠-01-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("2026-01-32T00:00:00Z")]
    [InlineData("2026-04-31T00:00:00Z")]
    [InlineData("1900-02-29T00:00:00Z")]
    [InlineData("2026-01-01T00:60:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T00:00:00+15:00")]
    [InlineData("2026-01-01T00:00:00-15:00")]
    [InlineData("2026-01-01T00:00:00+01:60")]
    [InlineData("2026-01-01T00:00:00+0")]
    [InlineData("2026-01-01T00:00:00+01")]
    [InlineData("2026-01-01T00:00:00+01:")]
    [InlineData("2026-01-01T00:00:00+01:0")]
    [InlineData("2026-01-01T00:00:00ZZ")]
    [InlineData("2026-01-01T00:00:00 Z")]
    [InlineData("2026-01-01T00:00:00,5Z")]
    [InlineData("2026-01-01T00:00")]
    [InlineData("2026-01-01T00:00Z")]
    [InlineData("2026-01-01")]
    [InlineData("2026-1-1T00:00:00Z")]
    [InlineData("2026/01/01T00:00:00Z")]
    [InlineData("2026-01/01T00:00:00Z")]
    [InlineData("2026-01-01t00:00:00Z")]
    [InlineData("2026-01-01T00.00:00Z")]
    [InlineData("2026-01-01T00:00.00Z")]
    [InlineData("-026-01-01T00:00:00Z")]
    [InlineData("2026-01-01T0/:00:00Z")]
    [InlineData("2026-01-01T0::00:00Z")]
    [InlineData("2026-01-01T00:00:00.0/Z")]
    [InlineData(" 2026-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999-00:01")]
    [InlineData("0001-01-01T00:00:59+00:01")]
    public void what_is_no_time_gives_none(string text) => Assert.Null(IsoTime.Parse(text));

    [Fact]
    public void every_moment_reads_as_the_framework_reads_it() =>
        Gen.DateTime.Sample(time =>
        {
            string text = DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("o", CultureInfo.InvariantCulture);
            return IsoTime.Parse(text)!.Value.Ticks == time.Ticks;
        });
}
