using System.Collections.Generic;

namespace RestoreSessions.Pipeline;

/// <summary>Keeps the newest of the sessions that it is shown, from any thread, and no more than asked for.</summary>
internal sealed class NewestSessions
{
    private readonly int _count;
    private readonly SortedSet<RestoreSession> _kept = new(Comparer<RestoreSession>.Create(NewestFirst));

    public NewestSessions(int count) => _count = count;

    /// <summary>Shows sessions; false when one of them is older than all that are kept, and they are enough.</summary>
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
    public IReadOnlyList<RestoreSession> ToList()
    {
        lock (_kept)
        {
            return new List<RestoreSession>(_kept);
        }
    }

    private bool Add(RestoreSession session)
    {
        lock (_kept)
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
    }

    private static int NewestFirst(RestoreSession a, RestoreSession b)
    {
        int byTime = b.CreationTimeUtc.CompareTo(a.CreationTimeUtc);
        return byTime != 0 ? byTime : (a.Id, a.Server).CompareTo((b.Id, b.Server));
    }
}
