using RestoreSessions.Http;

namespace RestoreSessions.Execution;

/// <summary>A session that is waited for, and what the servers that may have it have said of it. Each server may be asked on a thread of its own.</summary>
internal sealed class AwaitedSession
{
    private readonly object _gate = new();
    private readonly List<SessionTarget> _places;
    private readonly Dictionary<SessionTarget, string> _unseen = new();
    private SessionTarget? _home;
    private RestoreSession? _lastSeen;
    private readonly SearchFailure _why = new();
    private bool _isDone;

    /// <param name="target">The session. Where several servers may have it, the first that does decides.</param>
    public AwaitedSession(SessionTarget target)
    {
        Target = target;
        _places = target.Servers.Count < 2 ? [target] : target.Servers.Select(server => new SessionTarget(target.Id, target.Session, [server])).ToList();
        Places = _places.ToArray();
    }

    public SessionTarget Target { get; }

    /// <summary>The session on each of its servers.</summary>
    public IReadOnlyList<SessionTarget> Places { get; }

    /// <summary>Whether it is no longer waited for.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _isDone;
            }
        }
    }

    /// <summary>Whether it has stopped. One that no server has is no longer waited for either.</summary>
    public bool HasStopped
    {
        get
        {
            lock (_gate)
            {
                return _lastSeen is { HasStopped: true };
            }
        }
    }

    /// <summary>As it was last seen, or else its identifier and server, and why it could not be seen at the end; null where it could.</summary>
    public (RestoreSession Session, string? Why) Latest
    {
        get
        {
            lock (_gate)
            {
                SessionTarget place = _home ?? _places.Find(_unseen.ContainsKey) ?? Target;
                _unseen.TryGetValue(place, out string? why);
                RestoreSession? seen = _lastSeen ?? Target.Session;
                return (seen is { Server: not null } ? seen : new RestoreSession { Id = Target.Id, Server = place.First?.Server }, why);
            }
        }
    }

    /// <summary>Whether it may still be there.</summary>
    public bool MayBeAt(SessionTarget place)
    {
        lock (_gate)
        {
            return !_isDone && _places.Contains(place);
        }
    }

    /// <summary>Whether the last look did not bring it.</summary>
    public bool IsUnseen(SessionTarget place)
    {
        lock (_gate)
        {
            return _unseen.ContainsKey(place);
        }
    }

    /// <summary>Says that a server is about to be asked, and is silent until it has answered.</summary>
    /// <returns>False where that is not needed: another server has the session.</returns>
    public bool BeginLook(SessionTarget place, string silence)
    {
        lock (_gate)
        {
            bool isAsked = !_isDone && _places.Contains(place) && (_home is null || _home == place);
            if (isAsked)
            {
                _unseen[place] = silence;
            }

            return isAsked;
        }
    }

    /// <summary>Takes the session as a server has it.</summary>
    /// <returns>Whether it has stopped. The wait for it is over then, and only one caller learns that.</returns>
    public bool Update(SessionTarget place, RestoreSession session)
    {
        lock (_gate)
        {
            _home ??= place;
            if (_isDone || _home != place)
            {
                return false;
            }

            _lastSeen = session;
            _unseen.Remove(place);
            return _isDone = session.HasStopped;
        }
    }

    /// <summary>Takes the reason why a server could not tell; it will be asked again. Where it has told, nothing changes.</summary>
    public void NoteFailure(SessionTarget place, string why)
    {
        lock (_gate)
        {
            if (_unseen.ContainsKey(place))
            {
                _unseen[place] = why;
            }
        }
    }

    /// <summary>Takes the failure of a server that need not be asked again. The others are.</summary>
    /// <returns>Null while others are left. Then the failure that says most; the wait for the session is over.</returns>
    public RestFailure? GiveUpPlace(SessionTarget place, RestFailure failure)
    {
        lock (_gate)
        {
            _why.Add(failure);
            _home = _home == place ? null : _home;
            _unseen.Remove(place);
            bool isLast = _places.Remove(place) && _places.Count == 0 && !_isDone;
            _isDone |= isLast;
            return isLast ? _why.Failure : null;
        }
    }
}
