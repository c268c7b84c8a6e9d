namespace RestoreSessions.Report;

/// <summary>What a reader may want to see alone: a choice of the filter, to which tiles and questions of an audit lead.</summary>
internal sealed class Aspect
{
    public static readonly Aspect Failed = new("failed", "Something failed", s => ReportOutcomes.Of(s.Session) == ReportOutcome.Failed || s.Events.Any(e => ReportOutcomes.Of(e) == ReportOutcome.Failed));
    public static readonly Aspect Restored = new("restored", "Items restored", s => s.Events.Any(Items.IsRestored));
    public static readonly Aspect Elsewhere = new("elsewhere", "Restored elsewhere", s => s.Events.Any(Items.WentElsewhere));
    public static readonly Aspect TakenOut = new("takenout", "Items taken out", s => s.Events.Any(Items.IsTakenOut));
    public static readonly Aspect WithoutReason = new("unreasoned", "No reason given", s => string.IsNullOrWhiteSpace(s.Session.Reason));
    public static readonly Aspect AtNight = new("night", "At night", s => IsNight(s.Session.CreationTimeUtc) || s.Events.Any(e => IsNight(e.StartTimeUtc)));

    public static readonly IReadOnlyList<Aspect> All = new[] { Failed, Restored, Elsewhere, TakenOut, WithoutReason, AtNight };

    private readonly Func<ReportedSession, bool> _holds;

    private Aspect(string name, string label, Func<ReportedSession, bool> holds)
    {
        Name = name;
        Label = label;
        _holds = holds;
    }

    /// <summary>One word, for the page's script.</summary>
    public string Name { get; }

    /// <summary>What the filter calls it.</summary>
    public string Label { get; }

    /// <summary>Whether a moment is between 22:00 and 06:00, in local time. One that a mock left open is not.</summary>
    public static bool IsNight(DateTime utc) => utc != default && utc.ToLocalTime().Hour is >= 22 or < 6;

    /// <summary>Those that hold for a session.</summary>
    public static IReadOnlyList<Aspect> Of(ReportedSession session) => All.Where(aspect => aspect._holds(session)).ToArray();
}
