using System.Diagnostics;

namespace RestoreSessions.Http;

/// <summary>The clocks that the module uses; tests replace <see cref="Machine"/> by their own.</summary>
internal class Clock
{
    /// <summary>The machine's clocks.</summary>
    public static readonly Clock Machine = new();

    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Monotonic time since an arbitrary start: it does not change when somebody sets the machine's clock.</summary>
    public virtual TimeSpan Elapsed =>
        TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - Start) * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency)));

    /// <summary>The wall clock in UTC.</summary>
    public virtual DateTime UtcNow => DateTime.UtcNow;

    /// <summary>Waits for a time, or until the cancellation.</summary>
    public virtual Task Delay(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, cancellation);
}
