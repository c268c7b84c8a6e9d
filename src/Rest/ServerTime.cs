using System;
using System.Threading;

namespace RestoreSessions.Rest;

/// <summary>What time it is on the server, as far as its Date headers tell. Clocks differ, and sessions are stamped by the server's.</summary>
internal sealed class ServerTime
{
    private readonly Clock _clock;
    private long _aheadTicks;
    private int _known;

    public ServerTime(Clock clock) => _clock = clock;

    /// <summary>Whether the server has ever answered.</summary>
    public bool IsKnown => Volatile.Read(ref _known) != 0;

    /// <summary>A moment that the server's clock has not reached yet, at most a second ahead of it; ours where it never told.</summary>
    public DateTime UtcNow => _clock.UtcNow.AddTicks(Interlocked.Read(ref _aheadTicks));

    /// <summary>Learns from the Date header of an answer, which is cut to whole seconds.</summary>
    public void Observe(DateTimeOffset? date)
    {
        if (date is not null)
        {
            Interlocked.Exchange(ref _aheadTicks, (date.Value.UtcDateTime.AddSeconds(1) - _clock.UtcNow).Ticks);
        }

        Volatile.Write(ref _known, 1);
    }
}
