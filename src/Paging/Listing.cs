using RestoreSessions.Http;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>
/// Reads all pages of a listing and emits each item exactly once, although the server pages by position in a list that changes meanwhile.
/// </summary>
/// <remarks>
/// Each page but the first overlaps the page before it by one item. A page that starts with a known item continues without a gap, if the
/// server keeps the order of the remaining items. A page that starts with a new item shows that earlier items have vanished and the rest has
/// moved forward: the page is discarded, and the listing steps back until it finds a known item.
/// The first page is small, so that the first item arrives early; while a later page is read, the next one is already requested.
/// </remarks>
/// <param name="client">Sends the command's requests to the server.</param>
/// <param name="request">Makes the request for a page from an offset and a limit, which count items.</param>
/// <param name="items">Reads one item.</param>
/// <param name="emit">Called on another thread with the items that have arrived together.</param>
/// <param name="count">Counts the emitted items.</param>
/// <param name="isEnough">Asked after each call; true ends the listing. Null for one that is read to its end.</param>
internal sealed class Listing<T>(
    RetryingClient client, Func<int, int, ApiRequest> request, ObjectReader<T> items, Action<IReadOnlyList<T>> emit, ListingCount count, Func<bool>? isEnough = null) : IDisposable
    where T : ServerObject, new()
{
    // Most lists are shorter, and a server returns a small page sooner.
    private const int FirstPage = 1_000;

    // Pages without new items also occur while a list grows faster than it is read, but not this many in a row.
    private const int MostPagesWithoutNewItems = 100;

    private readonly RecentIds _seen = new();
    private readonly ItemBatch<T> _batch = new(emit, count, isEnough);
    private readonly NextPage _next = new(client, request);
    private int _size = FirstPage;
    private int _offset;
    private int _end;
    private int _leftOut;
    private int _stepBack;
    private int _largestPage;
    private int _pagesWithoutNewItems;
    private bool _isAskedAgain;
    private bool _isRestarted;
    private bool _isCut;

    /// <summary>Lists all items, in the server's order.</summary>
    /// <exception cref="RestFailure">The listing cannot be completed.</exception>
    public async Task ReadAllAsync()
    {
        bool isMore;
        do
        {
            ListPage<T> page = await ReadPageAsync().ConfigureAwait(false);
            isMore = page.IsAnchored ? Advance(page) : StepBack();
            _size = NextPage.Largest;
        }
        while (isMore);
    }

    /// <summary>Cancels the request for a next page that is no longer needed.</summary>
    public void Dispose() => _next.Dispose();

    private async Task<ListPage<T>> ReadPageAsync()
    {
        ApiRequest asked = request(_offset, _size);
        ListPage<T> page = new(asked.Limit, _end - _offset, _end > _offset && _offset > 0, _seen);
        bool isResumed = false;
        Task<bool> ReadAsync(Response response)
        {
            bool isAnother = isResumed;
            isResumed = true;

            // Reading blocks while the server is silent or the pipeline is busy, so it gets its own thread instead of one of the pool.
            return Task.Factory.StartNew(() => Read(page, response, isAnother), client.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await client.ReadAsync(asked, ReadAsync, () => count.Read, _next.Take(asked)).ConfigureAwait(false);
        return page;
    }

    private bool Read(ListPage<T> page, Response response, bool isResumed)
    {
        using System.IO.StreamReader text = response.OpenText();
        using PageReader<T> reader = new(text, items) { Unreadable = client.Verbose };
        int noted = 0;
        void HandOver()
        {
            _batch.Emit();
            if (page.Progress > noted)
            {
                noted = page.Progress;
                response.NoteItem();
            }

            if (page.IsAnchored && !_isCut)
            {
                _next.Ask(_offset, reader.Limit, page.Count, count.Total);
            }
        }

        response.BeforeWait = HandOver;
        page.Begin(isResumed);
        try
        {
            while (page.Read(reader, _batch))
            {
                HandOver();
            }
        }
        finally
        {
            _batch.Emit();
        }

        return true;
    }

    private bool StepBack()
    {
        _stepBack = Math.Max(_largestPage, _stepBack * 2);
        if (_offset == 0 || (_stepBack > RecentIds.Capacity && !_seen.IsComplete))
        {
            throw ChangedTooMuch();
        }

        _offset = Math.Max(0, _offset - _stepBack);
        _isRestarted = _offset == 0;
        client.Verbose($"The list has changed meanwhile; reading continues at item {_offset}.");
        return true;
    }

    private bool Advance(ListPage<T> page)
    {
        _stepBack = 0;

        // Every page but the first begins with an item that is known from the page before.
        _isRestarted &= page.KnownCount <= (_offset > 0 ? 1 : 0);
        if (_isRestarted && !_batch.IsEnded && count.Read > (2 * RecentIds.Capacity) - NextPage.Largest)
        {
            // So many new items have come before those that are known that an identifier might be forgotten, and its item written twice.
            throw ChangedTooMuch();
        }

        _end = _offset + page.Count;
        count.Total = page.TotalCount ?? count.Total;
        Rest rest = _batch.IsEnded ? Rest.Nothing : EndOfList.Behind(page, _end - _leftOut, count, _largestPage);
        _largestPage = Math.Max(_largestPage, page.Count);
        if (rest == Rest.Nothing)
        {
            return false;
        }

        _pagesWithoutNewItems = page.NewCount > 0 ? 0 : _pagesWithoutNewItems + 1;
        if (rest == Rest.Repeated || _pagesWithoutNewItems > MostPagesWithoutNewItems)
        {
            throw Incomplete("it goes on without sending anything new, and the list may not be complete");
        }

        // Of pages that are shorter than they say, nobody knows where the next one begins.
        _isCut |= page.Count < Math.Min(page.Limit, _size);
        if (page.Count > 0)
        {
            // Pages of one item cannot overlap: the listing would not advance.
            _offset = page.Count > 1 ? _end - 1 : _end;
            _isAskedAgain = false;
        }
        else if (!_isAskedAgain)
        {
            // The server may have sent an empty page by mistake. To go on would leave out the items that belong there.
            _isAskedAgain = true;
        }
        else if (rest == Rest.BehindGap)
        {
            // The server is known to look at as many places for a page as its largest page had. A longer step could leave out items.
            int gap = Math.Max(1, _largestPage);
            _leftOut += gap;
            _offset += gap;
            _end = _offset;
        }
        else
        {
            throw Incomplete(FormattableString.Invariant($"it says that the list has {count.Total:#,0} items, and has sent {count.Read:#,0}"));
        }

        return true;
    }

    private RestFailure ChangedTooMuch() => Incomplete("the list changed too much while it was being read; run the command again");

    private RestFailure Incomplete(string why) => client.Unexpected(request(_offset, _size), why);
}
