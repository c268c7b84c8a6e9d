using RestoreSessions.Audit;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>Which lines a session brings, reading after reading, and when nothing more is to be expected of it.</summary>
public sealed class OpenSessionTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    private readonly OpenSession _open = new();
    private readonly List<RestoreSessionEvent> _events = [];
    private bool _hasBeenRead;
    private bool _isSettled;

    [Fact]
    public void a_session_at_work_is_opened_once_and_an_event_has_a_line_when_it_is_final()
    {
        Add("Success", "Running");
        Assert.Equal(["Opened", "Event 0"], Read(null, 1));
        Assert.Empty(Read(null, 2));
        _events[1].Status = "Failed";
        Add("running");
        Assert.Equal(["Event 1"], Read(null, 3));
        Assert.False(_isSettled);
    }

    [Theory]
    [InlineData("Success")]
    [InlineData("warning")]
    [InlineData("FAILED")]
    [InlineData("Cancelled")]
    [InlineData("Skipped")]
    public void a_final_status_is_known_in_any_case(string status)
    {
        Add(status);
        Assert.Equal(["Opened", "Event 0"], Read(null, 1));
    }

    [Fact]
    public void a_session_is_settled_by_a_quiet_reading_ten_minutes_after_its_end_and_then_unfinished_events_are_written()
    {
        Add("Success", "Running", "");
        Assert.Equal(["Event 0", "Session"], Read(end: 10, at: 11));
        Assert.Empty(Read(10, 19));
        Assert.False(_isSettled);
        Add("Warning");
        Assert.Equal(["Event 3"], Read(10, 21));
        Assert.False(_isSettled);
        Assert.Equal(["Event 1", "Event 2"], Read(10, 22));
        Assert.True(_isSettled);
    }

    [Fact]
    public void a_session_that_ended_a_day_before_it_was_first_read_is_settled_at_once()
    {
        Add("Success", "Running");
        Assert.Equal(["Event 0", "Event 1", "Session"], Read(end: 10, at: 10 + (24 * 60)));
        Assert.True(_isSettled);
    }

    [Fact]
    public void one_that_ended_less_than_a_day_before_is_read_again()
    {
        Add("Success");
        Assert.Equal(["Event 0", "Session"], Read(end: 10, at: 9 + (24 * 60)));
        Assert.False(_isSettled);
        Assert.Empty(Read(end: 10, at: 9 + (24 * 60)));
        Assert.True(_isSettled);
    }

    [Fact]
    public void an_end_in_the_future_or_none_counts_from_when_it_was_seen()
    {
        Assert.Equal(["Session"], Read(end: 500_000, at: 1));
        Assert.Empty(Read(500_000, 10));
        Assert.False(_isSettled);
        Assert.Empty(Read(500_000, 11));
        Assert.True(_isSettled);
    }

    private void Add(params string[] statuses) => Array.ForEach(statuses, status => _events.Add(new RestoreSessionEvent { Id = Guid.NewGuid(), Status = status, Order = _events.Count }));

    // In minutes from the start.
    private string[] Read(int? end, int at)
    {
        RestoreSession session = new() { State = end is null ? "Working" : "Stopped", CreationTimeUtc = Start, EndTimeUtc = end is null ? null : Start.AddMinutes(end.Value) };
        string[] lines = [.. _open.Take(session, _events, !_hasBeenRead, Start.AddMinutes(at), out _isSettled)
            .Select(line => line.Record == AuditRecord.Event ? $"Event {((RestoreSessionEvent)line.Item).Order}" : line.Record.ToString())];
        _hasBeenRead = true;
        return lines;
    }
}
