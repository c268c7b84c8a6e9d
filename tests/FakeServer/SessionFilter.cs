namespace FakeServer;

/// <summary>What a listing asks for. Bounds exclude the moment they name: "after", "prior to" (vendor documentation).</summary>
internal sealed record SessionFilter
{
    public required Account Account { get; init; }

    public DateTime? StartTimeFrom { get; init; }

    public DateTime? StartTimeTo { get; init; }

    public DateTime? EndTimeFrom { get; init; }

    public DateTime? EndTimeTo { get; init; }

    public bool IsSorted { get; init; }

    public bool IsByEndTime { get; init; }

    public bool IsNewestFirst { get; init; }

    public bool IsByStartAlone => Account.Kind == AccountKind.Administrator && EndTimeFrom is null && EndTimeTo is null && !IsByEndTime;

    public bool Matches(SessionRecord session) =>
        Account.Sees(session) && !(session.CreationTime <= StartTimeFrom) && !(session.CreationTime >= StartTimeTo)
        && (EndTimeFrom is null || session.EndTime > EndTimeFrom) && (EndTimeTo is null || session.EndTime < EndTimeTo);

    public IEnumerable<SessionRecord> Order(IEnumerable<SessionRecord> sessions)
    {
        if (!IsSorted)
        {
            return sessions;
        }

        DateTime Key(SessionRecord session) => IsByEndTime ? session.EndTime ?? DateTime.MaxValue : session.CreationTime;
        return IsNewestFirst ? sessions.OrderByDescending(Key) : sessions.OrderBy(Key);
    }
}
