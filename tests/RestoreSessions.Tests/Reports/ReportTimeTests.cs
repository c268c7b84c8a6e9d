using System.Globalization;
using AngleSharp.Html.Dom;
using RestoreSessions.Report;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>The hour that comes twice when clocks go back, and the one that does not come when they go forward.</summary>
[Collection(TestZone.Collection)]
public sealed class ReportTimeTests
{
    [Fact]
    public void a_time_that_comes_twice_carries_its_offset_wherever_it_stands()
    {
        using IDisposable local = TestZone.Use("Europe/Berlin");
        IHtmlDocument page = Page("2026-10-24T23:59:59Z", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z");
        string[] expected = ["2026-10-25 03:00:00", "2026-10-25 02:30:00 +01:00", "2026-10-25 02:30:00 +02:00", "2026-10-25 02:00:00 +02:00", "2026-10-25 01:59:59"];
        Assert.Equal(expected, page.Column("start"));
        Assert.Equal(expected, page.QuerySelectorAll(".failures td.start").Select(start => start.TextContent));
        Assert.Equal("2026-10-25T01:30:00Z", page.QuerySelectorAll("#sessions td.start time")[1].GetAttribute("datetime"));
        Assert.Equal("2026-10-25 01:59:59 to 2026-10-25 03:00:00", page.QuerySelector("header dd")!.TextContent);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z", "2026-10-25 01:00|2026-10-25 02:00 +02:00|2026-10-25 02:00 +01:00|2026-10-25 03:00")]
    [InlineData("Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29 01:00|2026-03-29 03:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T14:15:00Z", "2026-04-04T16:15:00Z", "2026-04-05 01:00|2026-04-05 01:30 +10:30|2026-04-05 02:30")]
    [InlineData("America/St_Johns", "2026-05-12T10:15:00Z", "2026-05-12T12:15:00Z", "2026-05-12 07:00|2026-05-12 08:00|2026-05-12 09:00")]
    public void a_timeline_has_each_hour_that_passed(string zone, string first, string last, string columns)
    {
        using IDisposable local = TestZone.Use(zone);
        DateTime start = Utc(first);
        ReportedSession[] sessions = [.. Enumerable.Range(0, (int)(Utc(last) - start).TotalHours + 1).Select(hour => Session(start.AddHours(hour)))];
        Timeline timeline = Timeline.Of(sessions)!;
        Assert.Equal(columns.Split('|'), timeline.Columns.Select(column => column.Name));
        Assert.Equal(sessions.Length, timeline.Columns.Sum(column => column.Count));
    }

    private static IHtmlDocument Page(params string[] starts) => ReportFailureTests.Page(starts.Select(start => Session(Utc(start))));

    private static ReportedSession Session(DateTime start) => new(new RestoreSession { Id = Guid.NewGuid(), State = "Stopped", Result = "Failed", CreationTimeUtc = start });

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
