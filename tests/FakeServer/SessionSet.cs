namespace FakeServer;

/// <summary>The sessions on the server: generated ones that need no memory, or those that a test puts there.</summary>
public sealed class SessionSet
{
    private readonly object _gate = new();
    private readonly GeneratedSessions _generated;
    private readonly Dictionary<Guid, SessionRecord> _changed = [];
    private List<SessionRecord>? _own;

    internal SessionSet(ServerOptions options) => _generated = new GeneratedSessions(options);

    /// <summary>Called before each page of sessions is answered, with the number of pages answered so far; it may change the set.</summary>
    public Action<SessionSet, int>? BetweenPages { get; set; }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _own?.Count ?? _generated.Count;
            }
        }
    }

    /// <summary>The session at a position of the server's own order, oldest first where generated.</summary>
    public SessionRecord this[int index]
    {
        get
        {
            lock (_gate)
            {
                return _own is null ? Current(_generated[index]) : _own[index];
            }
        }
    }

    /// <summary>Puts these in the place of all others, in this order.</summary>
    public void Use(IEnumerable<SessionRecord> sessions)
    {
        lock (_gate)
        {
            _own = [.. sessions];
        }
    }

    /// <summary>Puts a session behind all others.</summary>
    public void Add(SessionRecord session)
    {
        lock (_gate)
        {
            Own().Add(session);
        }
    }

    /// <summary>Takes a session away; false when it is not there.</summary>
    public bool Remove(Guid id)
    {
        lock (_gate)
        {
            return Own().RemoveAll(s => s.Id == id) > 0;
        }
    }

    /// <summary>The session of an identifier; null when there is none.</summary>
    public SessionRecord? Find(Guid id)
    {
        lock (_gate)
        {
            return _own is null ? (_generated.Find(id) is { } found ? Current(found) : null) : _own.Find(s => s.Id == id);
        }
    }

    /// <summary>Puts a changed record in the place of the one with its identifier.</summary>
    public void Replace(SessionRecord session)
    {
        lock (_gate)
        {
            if (_own is null)
            {
                _changed[session.Id] = session;
            }
            else
            {
                _own[_own.FindIndex(s => s.Id == session.Id)] = session;
            }
        }
    }

    /// <summary>Ends a session.</summary>
    public void Stop(Guid id, DateTime endTime) => Replace(Find(id)! with { State = "Stopped", EndTime = endTime });

    /// <summary>The sessions that a listing asks for, in its order.</summary>
    internal IReadOnlyList<SessionRecord> Select(SessionFilter filter)
    {
        lock (_gate)
        {
            if (_own is null && filter.IsByStartAlone)
            {
                (int first, int count) = _generated.Range(filter.StartTimeFrom, filter.StartTimeTo);
                return new SessionRange(i => Current(_generated[i]), first, count, filter.IsNewestFirst);
            }

            IEnumerable<SessionRecord> all = _own ?? Enumerable.Range(0, _generated.Count).Select(i => Current(_generated[i]));
            return [.. filter.Order(all.Where(filter.Matches))];
        }
    }

    private SessionRecord Current(SessionRecord generated) =>
        _changed.Count > 0 && _changed.TryGetValue(generated.Id, out SessionRecord? changed) ? changed : generated;

    private List<SessionRecord> Own() => _own ??= [.. Enumerable.Range(0, _generated.Count).Select(i => Current(_generated[i]))];
}
