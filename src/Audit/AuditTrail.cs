using RestoreSessions.Http;

namespace RestoreSessions.Audit;

/// <summary>A trail that a run continues. One thread owns it: takes in what was read, and writes the new lines in batches.</summary>
internal sealed partial class AuditTrail : IDisposable
{
    private const int LongestBatch = 1 << 20;

    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Clock _clock;
    private readonly AuditLock _lock;
    private readonly AuditState _state;
    private readonly AuditFile _file;
    private readonly WrittenLines _written = new();
    private readonly List<ServerObject> _objects = new();

    // The batch is what it has up to its position. All batches share it, because new memory for each would cost more time than its lines.
    private readonly MemoryStream _lines = new();
    private TimeSpan _begun;
    private readonly HashSet<AuditAccount> _listed = new();
    private bool _isChanged;
    private bool _isShared;

    private AuditTrail(string path, Clock clock, AuditLock taken, AuditState state, Action<string> warn)
    {
        _path = path;
        _clock = clock;
        _lock = taken;
        _state = state;
        _file = new AuditFile(path, state, _written, warn);
    }

    /// <summary>Whether a batch is to be written: it is large, or has waited.</summary>
    public bool IsDue => _lines.Position >= LongestBatch || (_lines.Position > 0 && _clock.Elapsed - _begun >= Oldest);

    /// <summary>Takes the lock, and completes what an earlier run began.</summary>
    /// <param name="path">The whole path of the file. It need not be there.</param>
    /// <param name="clock">Measures how old a batch is.</param>
    /// <param name="warn">Called with what the user has to know.</param>
    /// <exception cref="AuditFailure">It cannot be continued.</exception>
    /// <exception cref="IOException">The disk is full, or failed, or the path is that of a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not, or the file is read-only.</exception>
    public static AuditTrail Open(string path, Clock clock, Action<string> warn)
    {
        AuditPath.Check(path);
        AuditLock taken = AuditLock.Take(path + ".lock") ?? throw new AuditFailure(AuditFailureKind.InUse);
        try
        {
            AuditTrail trail = new(path, clock, taken, AuditState.Load(path) ?? new AuditState { Version = AuditState.CurrentVersion }, warn);
            trail._file.Recover();
            return trail;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>How far it has come with what an account sees; for a new one, as the user wants it.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="from">Since when the user wants to know; null for since ever.</param>
    /// <param name="now">The earlier of the server's clock and this machine's, UTC.</param>
    public AuditAccount AccountOf(string server, string user, DateTime? from, DateTime now)
    {
        AuditAccount? account = _state.Find(server, user);
        if (account is null)
        {
            account = new AuditAccount { Server = server, User = user, From = from > now ? now : from, IsBehind = _state.Number > 0 };
            _state.Accounts.Add(account);
            _isChanged = true;
        }

        _isChanged |= account.Want(from);

        // Another account of that server may have written what this one sees, too.
        bool isShared = _state.Of(server).Count() > 1;
        _isShared |= isShared;
        if ((account.IsBehind || account.IsAhead(now) || account.Wanted is not null || isShared) && _written.LastNumber == 0)
        {
            _file.ReadAll();
        }

        return account;
    }

    /// <summary>Takes in what was read of a session, and makes the new lines.</summary>
    public void Add(AuditReading reading)
    {
        (AuditAccount account, RestoreSession session) = (reading.Account, reading.Session);
        bool isFirst = !account.Open.TryGetValue(session.Id, out OpenSession? open);
        open ??= new OpenSession { CreationTimeUtc = session.CreationTimeUtc };
        IReadOnlyList<(AuditRecord, ServerObject)> lines = open.Take(session, reading.Events, isFirst, reading.Now, out bool isSettled);
        foreach ((AuditRecord record, ServerObject item) in lines)
        {
            Add(account, record, session, item);
        }

        account.Note(session.CreationTimeUtc);
        _isChanged = true;
        if (isSettled)
        {
            account.Open.Remove(session.Id);
            account.Done[session.Id] = session.CreationTimeUtc;
        }
        else
        {
            account.Open[session.Id] = open;
        }
    }

    /// <summary>Takes in that a period has been listed, and that what was read of its sessions has been added.</summary>
    public void Complete(AuditListed listed)
    {
        listed.Account.Complete(listed.Period);
        _isChanged = true;
        if (listed.Period.To is null)
        {
            _listed.Add(listed.Account);
        }
    }

    /// <summary>Writes the batch.</summary>
    /// <returns>The objects of its lines.</returns>
    /// <exception cref="IOException">The disk is full, or another program has changed the file. Nothing more can be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public IReadOnlyList<ServerObject> Commit()
    {
        ServerObject[] objects = _objects.ToArray();
        ArraySegment<byte> lines = new(_lines.GetBuffer(), 0, (int)_lines.Position);
        _objects.Clear();
        _lines.Position = 0;
        if (lines.Count > 0)
        {
            _file.Append(lines);
            _isChanged = true;
        }

        return objects;
    }

    /// <summary>Stores that all has been written.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void Confirm()
    {
        if (_isChanged)
        {
            _state.Save(_path);
            _isChanged = false;
        }
    }

    /// <summary>Lets another run begin.</summary>
    public void Dispose() => _lock.Dispose();

    private void Add(AuditAccount account, AuditRecord record, RestoreSession session, ServerObject item)
    {
        if (Add(account, record, session.Id, (item as RestoreSessionEvent)?.Id ?? Guid.Empty, number => item is RestoreSessionEvent read ? AuditLine.Of(number, read) : AuditLine.Of(record, number, session)))
        {
            _objects.Add(item);
        }
    }

    private bool Add(AuditAccount account, AuditRecord record, Guid session, Guid id, Func<long, byte[]> make)
    {
        if (_written.Contains(record, account.Server, session, id) || _state.IsWritten(account, record, session, id))
        {
            return false;
        }

        if (_isShared)
        {
            // The other account of the server may see it in the same run.
            _written.Add(record, account.Server, session, id);
        }

        _begun = _lines.Position == 0 ? _clock.Elapsed : _begun;
        byte[] line = make(++_state.Number);
        _lines.Write(line, 0, line.Length);
        return true;
    }
}
