namespace RestoreSessions.Paging;

/// <summary>Knows the identifiers of the items emitted last, in bounded memory.</summary>
/// <remarks>When the newer set is full, the older one is forgotten as a whole: to forget each identifier by itself would take twice as long.</remarks>
internal sealed class RecentIds
{
    /// <summary>How many identifiers are kept at least, and half of how many at most: three of the largest pages that a server returns (10,000).</summary>
    public const int Capacity = 32_768;

    private HashSet<Guid> _older = new();
    private HashSet<Guid> _newer = new();

    /// <summary>Whether no identifier has been forgotten yet.</summary>
    public bool IsComplete { get; private set; } = true;

    public bool Contains(Guid id) => _newer.Contains(id) || _older.Contains(id);

    /// <summary>Adds an identifier; false if it is known already.</summary>
    public bool Add(Guid id)
    {
        if (_older.Contains(id) || !_newer.Add(id))
        {
            return false;
        }

        if (_newer.Count == Capacity)
        {
            IsComplete = _older.Count == 0;
            (_older, _newer) = (_newer, _older);
            _newer.Clear();
        }

        return true;
    }
}
