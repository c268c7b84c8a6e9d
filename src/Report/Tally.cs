namespace RestoreSessions.Report;

/// <summary>Counts sessions, or events, by outcome.</summary>
internal sealed class Tally
{
    private readonly int[] _counts = new int[Outcomes.All.Length];

    /// <summary>How many in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many items were restored in the sessions; 0 where events were not read.</summary>
    public int Restored { get; private set; }

    /// <summary>How many items left the backup in another way: exported, saved or sent.</summary>
    public int TakenOut { get; private set; }

    public int this[Outcome outcome] => _counts[(int)outcome];

    public void Add(ReportedSession session)
    {
        Add(Outcomes.Of(session.Session));
        foreach (RestoreSessionEvent read in session.Events)
        {
            if (Outcomes.Of(read) is Outcome.Success or Outcome.Warning)
            {
                CountItem(read.Type);
            }
        }
    }

    public void Add(RestoreSessionEvent read) => Add(Outcomes.Of(read));

    private void Add(Outcome outcome)
    {
        Count++;
        _counts[(int)outcome]++;
    }

    private void CountItem(string type)
    {
        switch (type.ToUpperInvariant())
        {
            case "RESTORE":
                Restored++;
                break;
            case "EXPORT" or "SAVE" or "SEND":
                TakenOut++;
                break;
        }
    }
}
