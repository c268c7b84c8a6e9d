namespace RestoreSessions.Report;

/// <summary>Sessions, or events, that have a property in common, such as a person, counted by outcome.</summary>
internal sealed class OutcomeGroup(string name)
{
    // A server may send any number of words that the report does not know. The report names the first so many.
    private const int MostWords = 5;

    private readonly int[] _counts = new int[ReportOutcomes.All.Length];
    private readonly SortedSet<string> _otherWords = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>As the server first spelt it; empty where it says nothing.</summary>
    public string Name { get; } = name;

    /// <summary>How many in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many items were restored in the sessions; 0 where events were not read.</summary>
    public int Restored { get; private set; }

    /// <summary>How many items left the backup in another way: exported, saved or sent.</summary>
    public int TakenOut { get; private set; }

    public int this[ReportOutcome outcome] => _counts[(int)outcome];

    /// <summary>The groups of sessions by a property of theirs, whatever the case of its letters, the largest first.</summary>
    public static IReadOnlyList<OutcomeGroup> Of(IEnumerable<ReportedSession> sessions, Func<RestoreSession, string?> key) =>
        Of(sessions, session => key(session.Session), (group, session) => group.Add(session));

    /// <summary>The same of events.</summary>
    public static IReadOnlyList<OutcomeGroup> Of(IEnumerable<RestoreSessionEvent> events, Func<RestoreSessionEvent, string?> key) =>
        Of(events, key, (group, read) => group.Add(ReportOutcomes.Of(read), read.Status));

    /// <summary>The outcomes that need a column, the worst first. Success, Warning and Failed have one always.</summary>
    public static ReportOutcome[] ColumnsOf(IReadOnlyCollection<OutcomeGroup> groups) =>
        ReportOutcomes.WorstFirst.Where(o => o <= ReportOutcome.Failed || groups.Any(g => g[o] > 0)).ToArray();

    /// <summary>What a column or a legend calls an outcome: the server's word where the others have but one, as the sessions' own cells have it.</summary>
    public static string NameOf(ReportOutcome outcome, IEnumerable<OutcomeGroup> groups)
    {
        string[] words = outcome == ReportOutcome.Other ? groups.SelectMany(g => g._otherWords).Distinct(StringComparer.OrdinalIgnoreCase).ToArray() : Array.Empty<string>();
        return words.Length switch
        {
            0 => outcome.ToString(),
            1 => words[0],
            <= MostWords => $"Other ({string.Join(", ", words)})",
            _ => $"Other ({string.Join(", ", words.Take(MostWords))}, and more)",
        };
    }

    public void Add(ReportedSession session)
    {
        Add(ReportOutcomes.Of(session.Session), session.Session.Result);
        foreach (RestoreSessionEvent read in session.Events)
        {
            Restored += Items.IsRestored(read) ? 1 : 0;
            TakenOut += Items.IsTakenOut(read) ? 1 : 0;
        }
    }

    private static OutcomeGroup[] Of<T>(IEnumerable<T> items, Func<T, string?> key, Action<OutcomeGroup, T> add)
    {
        Dictionary<string, OutcomeGroup> groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (T item in items)
        {
            string name = key(item) ?? "";
            if (!groups.TryGetValue(name, out OutcomeGroup? group))
            {
                groups.Add(name, group = new OutcomeGroup(name));
            }

            add(group, item);
        }

        return groups.Values.OrderByDescending(g => g.Count).ThenBy(g => g.Name, StringComparer.OrdinalIgnoreCase).ToArray();
    }

    private void Add(ReportOutcome outcome, string word)
    {
        Count++;
        _counts[(int)outcome]++;
        if (outcome == ReportOutcome.Other && _otherWords.Count <= MostWords)
        {
            _otherWords.Add(ReportOutcomes.WordFor(outcome, word));
        }
    }
}
