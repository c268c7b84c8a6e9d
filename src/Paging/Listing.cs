using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RestoreSessions.Http;

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
/// <param name="conversation">The command's conversation with the server.</param>
/// <param name="source">What to list.</param>
/// <param name="emit">Called on another thread with the items that have arrived together; false ends the listing.</param>
/// <param name="count">Counts the emitted items.</param>
internal sealed class Listing<T>(Conversation conversation, ListSource<T> source, Func<IReadOnlyList<T>, bool> emit, ListingCount count) : IDisposable
    where T : new()
{
    /// <summary>The largest page that a server returns (vendor documentation).</summary>
    public const int LargestPage = 10_000;

    /// <summary>The size of the first page: most lists are shorter, and a server returns a small page sooner.</summary>
    public const int FirstPage = 1_000;

    // Pages without new items also occur while a list grows faster than it is read, but not this many in a row.
    private const int MostPagesWithoutNewItems = 100;

    private readonly RecentIds _seen = new();
    private readonly Arrivals<T> _arrivals = new(emit, count);
    private RequestAhead? _ahead;
    private int _size = FirstPage;
    private int _offset;
    private int _overlap;
    private int _stepBack;
    private int _largestCount;
    private int _pagesWithoutNewItems;

    /// <summary>Lists all items, in the server's order.</summary>
    /// <exception cref="RestFailure">The listing cannot be completed.</exception>
    public async Task ReadAllAsync()
    {
        bool isMore;
        do
        {
            Page<T> page = await ReadPageAsync().ConfigureAwait(false);
            isMore = page.IsAnchored ? Advance(page) : StepBack();
            _size = LargestPage;
        }
        while (isMore);
    }

    /// <summary>Cancels the request for a next page that is no longer needed.</summary>
    public void Dispose() => _ahead?.Drop();

    private async Task<Page<T>> ReadPageAsync()
    {
        ApiRequest request = source.Request(_offset, _size);
        Page<T> page = new(_overlap > 0 && _offset > 0, _seen, source.IdOf);
        bool isResumed = false;
        Task<bool> ReadAsync(Response response)
        {
            bool isAnother = isResumed;
            isResumed = true;

            // Reading blocks while the server is silent or the pipeline is busy, so it gets its own thread instead of one of the pool.
            return Task.Factory.StartNew(() => Read(page, response, isAnother), conversation.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await conversation.ReadAsync(request, ReadAsync, () => count.Read, TakeAhead(request)).ConfigureAwait(false);
        return page;
    }

    private bool Read(Page<T> page, Response response, bool isResumed)
    {
        using System.IO.StreamReader text = response.OpenText();
        using PageReader<T> reader = new(text, source.Items) { Unreadable = conversation.Verbose };
        int noted = 0;
        void HandOver()
        {
            _arrivals.Emit();
            if (page.IsAnchored && page.Count > noted)
            {
                noted = page.Count;
                response.NoteItem();
                AskAhead(reader, noted);
            }
        }

        response.BeforeWait = HandOver;
        try
        {
            page.Read(reader, isResumed, _arrivals, HandOver);
        }
        finally
        {
            _arrivals.Emit();
        }

        return true;
    }

    // A short list should cost few requests: the first page requests no next one, and without a total count, a tenth of a page must have arrived.
    private void AskAhead(PageReader<T> reader, int read)
    {
        long? total = count.Total;
        long when = total is null ? Math.Max(2, reader.Limit / 10) : 2;
        long next = _offset + reader.Limit - 1;
        bool isThereMore = reader.Limit > 1 && !(next + 1 >= total) && next < int.MaxValue - LargestPage;
        if (read >= when && _offset > 0 && isThereMore)
        {
            _ahead ??= conversation.Ahead(source.Request((int)next, LargestPage));
        }
    }

    private RequestAhead? TakeAhead(ApiRequest request)
    {
        RequestAhead? ahead = _ahead;
        _ahead = null;
        if (ahead?.Request.Query == request.Query)
        {
            return ahead;
        }

        ahead?.Drop();
        return null;
    }

    private bool StepBack()
    {
        _stepBack = Math.Max(_largestCount, _stepBack * 2);
        if (_offset == 0 || (_stepBack > RecentIds.Capacity && !_seen.IsComplete))
        {
            throw Incomplete("the list changed too much while it was being read; run the command again");
        }

        _offset = Math.Max(0, _offset - _stepBack);
        conversation.Verbose($"The list has changed meanwhile; reading continues at item {_offset}.");
        return true;
    }

    private bool Advance(Page<T> page)
    {
        _stepBack = 0;
        _largestCount = Math.Max(_largestCount, page.Count);
        count.Total = page.TotalCount;
        long fullPage = page.IsArray ? _size : page.Limit > 0 ? page.Limit : _largestCount;
        bool isWholeArray = page.IsArray && page.Count > _size;
        if (_arrivals.IsEnded || page.Count == 0 || isWholeArray || (page.Count < fullPage && !(page.HasNext && page.NewCount > 0)))
        {
            return false;
        }

        _pagesWithoutNewItems = page.NewCount > 0 ? 0 : _pagesWithoutNewItems + 1;
        if (page.NewCount == 0 && (page.IsArray || _pagesWithoutNewItems > MostPagesWithoutNewItems))
        {
            return page.IsArray ? false : throw Incomplete("the server repeats the same items without end");
        }

        // Pages of one item cannot overlap: the listing would not advance.
        _overlap = page.Count > 1 ? 1 : 0;
        _offset += page.Count - _overlap;
        return true;
    }

    private RestFailure Incomplete(string why) => conversation.Fail(source.Request(_offset, _size), FailureKind.UnexpectedAnswer, why);
}
