using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>Time as the module sees it; a test puts its own in the place of <see cref="System"/>.</summary>
internal class Clock
{
    /// <summary>The machine's clocks.</summary>
    public static readonly Clock System = new();

    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Monotonic time since an arbitrary start: it does not jump when somebody sets the machine's clock.</summary>
    public virtual TimeSpan Elapsed =>
        TimeSpan.FromTicks((long)((Stopwatch.GetTimestamp() - Start) * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency)));

    /// <summary>The wall clock in UTC, for what is shown and for what is sent.</summary>
    public virtual DateTime UtcNow => DateTime.UtcNow;

    /// <summary>Waits, unless cancelled.</summary>
    public virtual Task Delay(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, cancellation);
}
