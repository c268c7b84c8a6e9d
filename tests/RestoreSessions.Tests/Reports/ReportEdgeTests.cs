using RestoreSessions.Report;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>Values at the edge of what a report sorts them into.</summary>
public sealed class ReportEdgeTests
{
    [Theory]
    [InlineData(0, "00:00:00", "0")]
    [InlineData(59, "00:00:59", "59")]
    [InlineData(60, "00:01:00", "60")]
    [InlineData(3_599, "00:59:59", "3599")]
    [InlineData(3_600, "01:00:00", "3600")]
    [InlineData(86_399, "23:59:59", "86399")]
    [InlineData(86_400, "24:00:00", "86400")]
    [InlineData(90_061, "25:01:01", "90061")]
    [InlineData(360_000, "100:00:00", "360000")]
    [InlineData(-1, "-00:00:01", "-1")]
    [InlineData(-90_000, "-25:00:00", "-90000")]
    public void a_duration_counts_hours_and_no_days(int seconds, string text, string value) =>
        Assert.Equal($"<data value=\"{value}\">{text}</data>", LocalTime.Of(TimeSpan.FromSeconds(seconds)).ToString());

    [Theory]
    [InlineData("21:59:59", false)]
    [InlineData("22:00:00", true)]
    [InlineData("23:59:59", true)]
    [InlineData("00:00:00", true)]
    [InlineData("05:59:59", true)]
    [InlineData("06:00:00", false)]
    [InlineData("12:00:00", false)]
    public void night_is_from_22_to_6_of_local_time(string time, bool isNight) => Assert.Equal(
        isNight, Aspect.IsNight(new DateTime(2026, 5, 12, 0, 0, 0, DateTimeKind.Local).Add(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).ToUniversalTime()));

    [Theory]
    [InlineData(0, "0 sessions")]
    [InlineData(1, "1 session")]
    [InlineData(2, "2 sessions")]
    [InlineData(1_000, "1,000 sessions")]
    public void one_is_not_many(int count, string text) => Assert.Equal(text, Counted.Of(count, "session"));

    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "Other (a, b)")]
    [InlineData(5, "Other (a, b, c, d, e)")]
    [InlineData(6, "Other (a, b, c, d, e, and more)")]
    [InlineData(9, "Other (a, b, c, d, e, and more)")]
    public void five_unknown_words_are_named_and_more_are_not(int words, string name)
    {
        RestoreSessionEvent[] events = [.. "abcdefghi".Take(words).Select(word => new RestoreSessionEvent { Status = $"{word}" })];
        Assert.Equal(name, RestoreSessions.Report.OutcomeGroup.NameOf(ReportOutcome.Other, RestoreSessions.Report.OutcomeGroup.Of(events, read => read.Type)));
    }

    [Theory]
    [InlineData("Success", "Success", "ok")]
    [InlineData("WARNING", "Warning", "warn")]
    [InlineData("failed", "Failed", "bad")]
    [InlineData("Running", "Working", "busy")]
    [InlineData("Cancelled", "Cancelled", "other")]
    [InlineData("Skipped", "Skipped", "other")]
    [InlineData("Successful", "Successful", "other")]
    [InlineData("", "Unknown", "other")]
    public void a_status_is_one_of_the_known_outcomes_or_itself(string status, string word, string kind)
    {
        ReportOutcome outcome = ReportOutcomes.Of(new RestoreSessionEvent { Status = status });
        Assert.Equal((word, kind), (ReportOutcomes.WordFor(outcome, status), ReportOutcomes.ClassOf(outcome)));
    }

    [Theory]
    [InlineData("Stopped", "Success", "Success")]
    [InlineData("Stopped", "Warning", "Warning")]
    [InlineData("Stopped", "Failed", "Failed")]
    [InlineData("stopped", "None", "None")]
    [InlineData("Working", "Success", "Working")]
    [InlineData("Working", "Warning", "Warning")]
    [InlineData("Working", "Failed", "Failed")]
    [InlineData("Working", "", "Working")]
    [InlineData("Starting", "Success", "Working")]
    [InlineData("Starting", "Failed", "Failed")]
    [InlineData("", "Success", "Success")]
    [InlineData("", "Failed", "Failed")]
    [InlineData("", "", "Unknown")]
    [InlineData("Stopped", "", "Unknown")]
    public void a_session_that_works_is_working_unless_something_has_gone_wrong(string state, string result, string word)
    {
        RestoreSession session = new() { State = state, Result = result };
        Assert.Equal(word, ReportOutcomes.WordFor(ReportOutcomes.Of(session), result));
    }

    [Theory]
    [InlineData("Restore", "Success", true, false)]
    [InlineData("restore", "Warning", true, false)]
    [InlineData("Restore", "Failed", false, false)]
    [InlineData("Restore", "Running", false, false)]
    [InlineData("Export", "Success", false, true)]
    [InlineData("Save", "Success", false, true)]
    [InlineData("Send", "Warning", false, true)]
    [InlineData("Send", "Cancelled", false, false)]
    [InlineData("View", "Success", false, false)]
    [InlineData("None", "Success", false, false)]
    [InlineData("Restored", "Success", false, false)]
    public void an_item_is_restored_or_taken_out_by_the_type_of_what_was_done(string type, string status, bool isRestored, bool isTakenOut)
    {
        RestoreSessionEvent read = new() { Type = type, Status = status };
        Assert.Equal((isRestored, isTakenOut), (Items.IsRestored(read), Items.IsTakenOut(read)));
    }
}
