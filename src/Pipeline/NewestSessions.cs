using System.Collections.Generic;

namespace RestoreSessions.Pipeline;

/// <summary>Keeps the newest of the sessions that it is shown, and no more than asked for.</summary>
internal sealed class NewestSessions
{
    private readonly int _count;
    private readonly SortedSet<RestoreSession> _kept = new(Comparer<RestoreSession>.Create(NewestFirst));

    public NewestSessions(int count) => _count = count;

    /// <summary>Shows sessions; false once one was dropped because enough newer ones are kept; a listing that is newest first can then end.</summary>
    public bool AddAll(IEnumerable<RestoreSession> sessions)
    {
        bool areAllKept = true;
        foreach (RestoreSession session in sessions)
        {
            areAllKept &= Add(session);
        }

        return areAllKept;
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
