namespace RestoreSessions.Http;

/// <summary>The time on the server's clock, from the Date headers of its answers. Sessions have the server's time, which may differ from this machine's.</summary>
internal sealed class ServerTime
{
    // A Date header has whole seconds, and web servers renew it about once a second, under load less often.
    private static readonly TimeSpan Staleness = TimeSpan.FromSeconds(3);

    private readonly Clock _clock;
    private volatile DateReading? _last;
    private volatile bool _isKnown;

    public ServerTime(Clock clock) => _clock = clock;

    /// <summary>Whether the server has answered before.</summary>
    public bool IsKnown => _isKnown;

    /// <summary>The time on the server's clock, at most a few seconds behind; this machine's time if no answer had a Date header.</summary>
    /// <remarks>
    /// The monotonic clock stands still while a machine sleeps, and the wall clock can be set back, so the larger of the two elapsed times is used.
    /// If somebody has set the wall clock forward, the result is too late, which hides no session.
    /// </remarks>
    public DateTime UtcNow => Reported ?? _clock.UtcNow;

    /// <summary>The same; null if no answer had a Date header.</summary>
    public DateTime? Reported
    {
        get
        {
            if (_last is not { } last)
            {
                return null;
            }

            long passed = Math.Max((_clock.Elapsed - last.Elapsed).Ticks, (_clock.UtcNow - last.Wall).Ticks);
            return new DateTime(Math.Min(last.Server.Ticks + passed, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        }
    }

    /// <summary>A moment that neither the server's clock nor this machine's has reached yet: all existing sessions started before it.</summary>
    /// <remarks>A Date header may be wrong, and may be that of a gateway's error page. A moment that is too late hides no session.</remarks>
    public DateTime UtcSoon => new(Math.Min(Math.Max(UtcNow.Ticks, _clock.UtcNow.Ticks) + Staleness.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    /// <summary>Takes the Date header of an answer; null if it had none.</summary>
    public void Observe(DateTimeOffset? date)
    {
        if (date is not null)
        {
            _last = new DateReading(date.Value.UtcDateTime, _clock.Elapsed, _clock.UtcNow);
        }

        _isKnown = true;
    }

    private sealed class DateReading
    {
        public DateReading(DateTime server, TimeSpan elapsed, DateTime wall)
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
