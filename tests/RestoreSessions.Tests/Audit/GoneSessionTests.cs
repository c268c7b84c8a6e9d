using RestoreSessions.Audit;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>A session that goes away is remembered for thirty days.</summary>
public sealed class GoneSessionTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void what_is_held_is_written_when_it_was_missed_twice_and_it_is_forgotten_after_thirty_days()
    {
        OpenSession open = new();
        Assert.False(open.IsForgotten(Now));
        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(hour => open.Miss(Now.AddHours(hour))));
        Assert.Equal((false, true), (open.IsForgotten(Now.AddDays(30)), open.IsForgotten(Now.AddDays(30).AddSeconds(1))));
    }

    [Fact]
    public void one_that_comes_back_is_counted_anew()
    {
        OpenSession open = new();
        Assert.False(open.Miss(Now));
        RestoreSession session = new() { Id = Guid.NewGuid(), Server = "vbo1", State = "Working", CreationTimeUtc = Now };
        Assert.Single(open.Take(session, [], isFirst: false, Now.AddHours(1), out bool isSettled));
        Assert.False(isSettled);
        Assert.Equal((0, null), (open.Missed, open.MissedSince));
        Assert.False(open.Miss(Now.AddDays(40)));
        Assert.False(open.IsForgotten(Now.AddDays(40)));
    }

    [Fact]
    public void what_is_held_has_its_own_number_when_it_is_written_and_is_held_once()
    {
        OpenSession open = new();
        RestoreSession session = new() { Id = Guid.NewGuid(), Server = "vbo1", State = "Working", CreationTimeUtc = Now };
        open.Hold(session);
        open.Hold(session);
        HeldLine held = Assert.Single(open.Held);
        Assert.Equal(AuditLine.Of(AuditRecord.Opened, 12_345, session), AuditLine.Numbered(held.Line, 12_345));
        session.State = "Stopped";
        open.Hold(session);
        held = Assert.Single(open.Held);
        Assert.Equal(AuditRecord.Session, held.Kind);
        Assert.Equal(AuditLine.Of(AuditRecord.Session, 1, session), AuditLine.Numbered(held.Line, 1));
        open.Note(held, Now);
        open.Held.Clear();
        open.Hold(session);
        Assert.Empty(open.Held);
    }
}
