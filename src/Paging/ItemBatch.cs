namespace RestoreSessions.Paging;

/// <summary>Collects the items of a listing that have arrived together: to hand over each by itself would take as long as to read it.</summary>
/// <param name="emit">Called with the items.</param>
/// <param name="count">Counts the emitted items.</param>
/// <param name="isEnough">Asked after each call; true ends the listing. Null for one that is read to its end.</param>
internal sealed class ItemBatch<T>(Action<IReadOnlyList<T>> emit, ListingCount count, Func<bool>? isEnough = null)
{
    // Items are also handed over whenever the reader has to wait, but a reader that is slower than the server never has to.
    private const int Most = 64;

    private List<T> _items = new();

    /// <summary>Whether the listing has been ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether they are enough to be handed over.</summary>
    public bool IsFull => _items.Count >= Most;

    public void Add(T item) => _items.Add(item);

    /// <summary>Emits them; called when they are enough, before each wait for the server, and at the end of an answer.</summary>
    public void Emit()
    {
        if (_items.Count > 0)
        {
            List<T> items = _items;
            _items = new(Most);
            count.Add(items.Count);
            emit(items);
            IsEnded |= isEnough?.Invoke() == true;
        }
    }
}
