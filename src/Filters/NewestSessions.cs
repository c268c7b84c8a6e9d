namespace RestoreSessions.Filters;

/// <summary>Keeps the newest of the sessions that it is shown, and no more than asked for.</summary>
internal sealed class NewestSessions
{
    private readonly int _count;
    private readonly SortedSet<RestoreSession> _kept = new(Comparer<RestoreSession>.Create(NewestFirst));
    private DateTime _last = DateTime.MaxValue;
    private bool _cameNewestFirst = true;

    public NewestSessions(int count) => _count = count;

    /// <summary>Shows sessions, in the order of their server.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="isWanted">Which of them are to be kept; null for all.</param>
    /// <returns>
    /// False once enough are kept and one was dropped that is older than all of them. The listing can then end, because all sessions so far came newest
    /// first; once one did not, later ones may be newer, and there is no early end.
    /// </returns>
    public bool AddAll(IEnumerable<RestoreSession> sessions, Func<RestoreSession, bool>? isWanted = null)
    {
        bool areAllKept = true;
        foreach (RestoreSession session in sessions)
        {
            _cameNewestFirst &= session.CreationTimeUtc <= _last;
            _last = session.CreationTimeUtc;
            if (isWanted?.Invoke(session) != false)
            {
                areAllKept &= Add(session);
            }
        }

        return areAllKept || !_cameNewestFirst;
    }

    /// <summary>Those kept, the newest first.</summary>
    public IReadOnlyList<RestoreSession> ToList() => new List<RestoreSession>(_kept);

    private bool Add(RestoreSession session)
    {
        _kept.Add(session);
        if (_kept.Count <= _count)
        {
            return true;
        }

        RestoreSession oldest = _kept.Max;
        _kept.Remove(oldest);
        return !ReferenceEquals(oldest, session);
    }

    private static int NewestFirst(RestoreSession a, RestoreSession b)
    {
        int byTime = b.CreationTimeUtc.CompareTo(a.CreationTimeUtc);
        return byTime != 0 ? byTime : (a.Id, a.Server).CompareTo((b.Id, b.Server));
    }
}
