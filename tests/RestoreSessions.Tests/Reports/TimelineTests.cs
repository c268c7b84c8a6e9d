using System.Globalization;
using System.Text.RegularExpressions;
using RestoreSessions.Report;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class TimelineTests
{
    [Theory]
    [InlineData("2026-05-12 10:30", "2026-05-12 10:59", "hour", 1, "2026-05-12 10:00", "2026-05-12 10:00")]
    [InlineData("2026-05-12 10:30", "2026-05-14 09:00", "hour", 48, "2026-05-12 10:00", "2026-05-14 09:00")]
    [InlineData("2026-05-12 10:30", "2026-05-14 23:59", "hour", 62, "2026-05-12 10:00", "2026-05-14 23:00")]
    [InlineData("2026-05-12 10:30", "2026-05-15 00:00", "day", 4, "2026-05-12", "2026-05-15")]
    [InlineData("2026-05-12 10:30", "2026-07-12 23:59", "day", 62, "2026-05-12", "2026-07-12")]
    [InlineData("2026-05-12 10:30", "2026-07-13 00:00", "week", 10, "2026-05-11", "2026-07-13")]
    [InlineData("2026-05-12 10:30", "2026-06-11 00:00", "day", 31, "2026-05-12", "2026-06-11")]
    [InlineData("2026-05-13 10:30", "2026-12-31 23:59", "week", 34, "2026-05-11", "2026-12-28")]
    [InlineData("2026-05-31 10:30", "2028-06-01 00:00", "month", 26, "2026-05", "2028-06")]
    [InlineData("1999-12-31 10:30", "2026-05-12 00:00", "year", 28, "1999", "2026")]
    [InlineData("1601-01-01 00:00", "2026-05-12 00:00", "decade", 43, "1600", "2020")]
    [InlineData("0001-01-02 00:00", "9999-12-31 23:59", "century", 100, "0000", "9900")]
    public void a_period_is_cut_into_columns_that_can_be_seen_at_once(string first, string last, string unit, int columns, string firstName, string lastName)
    {
        Timeline timeline = Timeline.Of([At(last), At(first)])!;
        Assert.Equal((unit, columns, firstName, lastName), (timeline.Unit, timeline.Columns.Count, timeline.Columns[0].Name, timeline.Columns[^1].Name));
        Assert.Equal((2, columns == 1 ? 2 : 1), (timeline.Columns.Sum(c => c.Count), timeline.Columns[0].Count));
        Assert.Equal(columns == 1 ? 2 : 1, timeline.Columns[^1].Count);
    }

    [Fact]
    public void a_week_begins_on_monday_and_a_column_counts_by_outcome()
    {
        Timeline timeline = Timeline.Of([At("2026-01-01 00:00"), At("2026-05-10 23:59", "Failed"), At("2026-05-11 00:00", "Warning"), At("2026-05-17 23:59")])!;
        RestoreSessions.Report.OutcomeGroup week = timeline.Columns[^1];
        Assert.Equal(("week", "2026-05-11", 2, 1, 1), (timeline.Unit, week.Name, week.Count, week[ReportOutcome.Warning], week[ReportOutcome.Success]));
        Assert.Equal(1, timeline.Columns[^2][ReportOutcome.Failed]);
    }

    [Fact]
    public void columns_are_as_high_as_their_counts_and_what_failed_stands_at_the_foot()
    {
        using StringWriter output = new();
        new TimelineChart(new HtmlWriter(output), Timeline.Of([At("2026-05-12 10:00"), At("2026-05-12 10:01", "Failed"), At("2026-05-12 10:02", "Failed"), At("2026-05-12 11:00")])!).Write();
        List<(string Name, double Y, double Height)> parts = [.. Regex.Matches(output.ToString(), """<rect class="(\w+)" x="[\d.]+%" y="([\d.]+)%" width="[\d.]+%" height="([\d.]+)%"/>""")
            .Select(m => (m.Groups[1].Value, double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)))];
        Assert.Equal([("bad", 55, 45), ("ok", 32.5, 22.5), ("ok", 77.5, 22.5)], parts);
        Assert.Contains("<title>2026-05-12 10:00: 3 sessions, 2 failed</title>", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":root {")]
    [InlineData("(prefers-color-scheme: dark)")]
    public void every_colour_of_text_has_enough_contrast(string scheme)
    {
        string style = new PageResource("report.css").Text;
        string block = style[style.IndexOf(scheme, StringComparison.Ordinal)..];
        Dictionary<string, double> colours = Regex.Matches(block[..block.IndexOf('}', StringComparison.Ordinal)], "--([a-z]+): #([0-9a-f]+)").ToDictionary(m => m.Groups[1].Value, m => Luminance(m.Groups[2].Value));
        Assert.Equal(11, colours.Count);
        foreach (string text in new[] { "text", "dim", "link", "ok", "warn", "bad", "busy", "other" })
        {
            foreach (string ground in new[] { "page", "panel" })
            {
                double contrast = (Math.Max(colours[text], colours[ground]) + 0.05) / (Math.Min(colours[text], colours[ground]) + 0.05);
                Assert.True(contrast >= 4.5, $"{text} on {ground}: {contrast:0.00}");
            }
        }
    }

    private static ReportedSession At(string local, string result = "Success") => new(new RestoreSession
    {
        Result = result, State = "Stopped", CreationTime = DateTime.SpecifyKind(DateTime.Parse(local, CultureInfo.InvariantCulture), DateTimeKind.Local),
    });

    // Relative luminance by WCAG 2.
    private static double Luminance(string hex)
    {
        string full = hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
        double[] parts = [.. Enumerable.Range(0, 3).Select(i => int.Parse(full.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
