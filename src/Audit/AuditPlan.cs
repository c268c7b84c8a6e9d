namespace RestoreSessions.Audit;

/// <summary>A period of starting to list, and what is known when each of its sessions is open or done.</summary>
/// <param name="from">Its sessions started after this moment, UTC; null for no bound.</param>
/// <param name="to">Its sessions started before this moment, UTC; null for no bound.</param>
internal sealed class AuditPeriod(DateTime? from, DateTime? to)
{
    public DateTime? From { get; } = from;

    public DateTime? To { get; } = to;

    /// <summary>Until when all is known then; null where that does not change.</summary>
    public DateTime? Frontier { get; set; }

    /// <summary>Whether it lies before what is known already, which then begins at <see cref="From"/>.</summary>
    public bool IsBackward { get; set; }
}

/// <summary>Which periods a run lists, one after the other: from what is known up to now, and then what lies before it, if that is wanted.</summary>
/// <remarks>
/// A period has about 1,000 to 10,000 sessions: that much is done again after a kill, and held in memory. The last one has no end, because a session
/// whose server's clock is ahead starts in the future.
/// </remarks>
internal sealed class AuditPlan
{
    /// <summary>A period with more sessions is made shorter.</summary>
    public const int Most = 10_000;

    /// <summary>The product was first released in 2016. What claims to be older is listed in one period.</summary>
    public static readonly DateTime Beginning = new(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int Few = 1_000;

    private static readonly TimeSpan First = TimeSpan.FromDays(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(10_000);

    private readonly DateTime? _wanted;
    private readonly DateTime _now;
    private readonly DateTime? _known;
    private DateTime? _forward;
    private DateTime? _backward;
    private TimeSpan _size;
    private bool _isAtEnd;

    /// <param name="account">What is known.</param>
    /// <param name="wanted">Since when the user wants to know; null for no more than what is recorded.</param>
    /// <param name="now">The earlier of the server's clock and this machine's, UTC: a clock that is ahead would hide what starts after it is set right.</param>
    public AuditPlan(AuditAccount account, DateTime? wanted, DateTime now)
    {
        _wanted = wanted;
        _now = now;
        _backward = account.From;
        _size = First;
        if (account.Frontier is { } frontier && !account.IsAhead(now))
        {
            _known = frontier;
            _forward = frontier - AuditAccount.Overlap;
            _size += AuditAccount.Overlap;
        }
        else
        {
            // Everything is listed again that may have no line in the file.
            _forward = account.Frontier is not null && account.Since <= now ? account.Since : account.From;
        }
    }

    /// <summary>The next period; null when all is known.</summary>
    public AuditPeriod? Next() => !_isAtEnd ? Forward() : _wanted < _backward ? Backward(_backward!.Value) : null;

    /// <summary>Goes on, after a period was listed.</summary>
    /// <param name="period">That period.</param>
    /// <param name="count">How many sessions it had.</param>
    public void GoOn(AuditPeriod period, int count)
    {
        _isAtEnd |= period.To is null;
        _backward = period.IsBackward ? period.From : _backward;
        _forward = period.IsBackward ? _forward : period.To - AuditAccount.Edge;
        _size = count < Few && _size < Longest ? _size + _size : _size;
    }

    /// <summary>Makes the next period shorter, because the present one has too many sessions.</summary>
    /// <returns>Whether it can be shorter.</returns>
    public bool Shorten()
    {
        TimeSpan rest = (_isAtEnd ? _backward - _wanted : _now - _forward) ?? TimeSpan.Zero;
        TimeSpan half = new((rest > TimeSpan.Zero && rest < _size ? rest : _size).Ticks / 2);
        bool canBe = half >= Shortest && (_isAtEnd || _forward is not null);
        _size = canBe ? half : _size;
        return canBe;
    }

    private AuditPeriod Forward()
    {
        if (_forward is not { } from)
        {
            return Until(null, Beginning < _now ? Beginning : null);
        }

        return Until(from, _now - from <= _size ? null : from + _size);
    }

    // What is known stays known, also where a clock goes back by some hours.
    private AuditPeriod Until(DateTime? from, DateTime? to) => new(from, to) { Frontier = (to ?? _now) < _known ? _known : to ?? _now };

    private AuditPeriod Backward(DateTime known)
    {
        DateTime from = known - _wanted!.Value <= _size ? _wanted.Value : known - _size;
        return new AuditPeriod(from, known + AuditAccount.Edge) { IsBackward = true };
    }
}
