using System;
using System.Globalization;
using CsCheck;
using RestoreSessions.Json;
using Xunit;

namespace RestoreSessions.Tests.Unit;

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
    public void what_is_no_time_gives_none(string text) => Assert.Null(IsoTime.Parse(text));

    [Fact]
    public void every_moment_reads_as_the_framework_reads_it() =>
        Gen.DateTime.Sample(time =>
        {
            string text = DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("o", CultureInfo.InvariantCulture);
            return IsoTime.Parse(text)!.Value.Ticks == time.Ticks;
        });
}
