using System;

namespace RestoreSessions.Http;

/// <summary>What time it is on the server, as far as its Date headers tell. Clocks differ, and sessions are stamped by the server's.</summary>
internal sealed class ServerTime
{
    // Dates are cut to whole seconds, and web servers make a new one about once a second; busy ones later.
    private static readonly TimeSpan Staleness = TimeSpan.FromSeconds(3);

    private readonly Clock _clock;
    private volatile Sight? _last;
    private volatile bool _isKnown;

    public ServerTime(Clock clock) => _clock = clock;

    /// <summary>Whether the server has ever answered.</summary>
    public bool IsKnown => _isKnown;

    /// <summary>A moment that the server's clock has reached, a few seconds ago at most; ours where it never told.</summary>
    /// <remarks>
    /// It may lie ahead when this machine's clock has been set forward since the last answer. The monotonic clock does not count while a
    /// machine sleeps and the wall clock can be set back, and so the one that says more is believed: too late a moment hides nothing.
    /// </remarks>
    public DateTime UtcNow
    {
        get
        {
            if (_last is not { } last)
            {
                return _clock.UtcNow;
            }

            long passed = Math.Max((_clock.Elapsed - last.Elapsed).Ticks, (_clock.UtcNow - last.Wall).Ticks);
            return new DateTime(Math.Min(last.Server.Ticks + passed, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        }
    }

    /// <summary>A moment that the server's clock has not reached yet: whatever it has stamped lies before.</summary>
    public DateTime UtcSoon => new(Math.Min(UtcNow.Ticks + Staleness.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    /// <summary>Learns from the Date header of an answer.</summary>
    public void Observe(DateTimeOffset? date)
    {
        if (date is not null)
        {
            _last = new Sight(date.Value.UtcDateTime, _clock.Elapsed, _clock.UtcNow);
        }

        _isKnown = true;
    }

    private sealed class Sight
    {
        public Sight(DateTime server, TimeSpan elapsed, DateTime wall)
        {
            Server = server;
            Elapsed = elapsed;
            Wall = wall;
        }

        public DateTime Server { get; }

        public TimeSpan Elapsed { get; }

        public DateTime Wall { get; }
    }
}
