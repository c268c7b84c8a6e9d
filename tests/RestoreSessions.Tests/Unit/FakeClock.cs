using RestoreSessions.Http;

namespace RestoreSessions.Tests.Unit;

/// <summary>Time that passes only when a test says so; a wait passes it at once, and is remembered.</summary>
internal sealed class FakeClock : Clock
{
    private TimeSpan _elapsed;
    private TimeSpan _jumped;

    public override TimeSpan Elapsed => _elapsed;

    public override DateTime UtcNow => new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc) + _elapsed + _jumped;

    public List<TimeSpan> Waits { get; } = [];

    public void Pass(TimeSpan time) => _elapsed += time;

    /// <summary>Sets the wall clock, forwards or backwards. No time passes.</summary>
    public void Jump(TimeSpan time) => _jumped += time;

    public override Task Delay(TimeSpan time, CancellationToken cancellation)
    {
        Waits.Add(time);
        Pass(time);
        return Task.CompletedTask;
    }
}
