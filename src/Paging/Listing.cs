using System;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Paging;

/// <summary>
/// Reads all pages of a listing and hands each item over exactly once, although the server pages by position in a set that changes meanwhile.
/// </summary>
/// <remarks>
/// Each page but the first overlaps the one before it by an item. A page that starts with an item handed over already continues without
/// a gap, as long as the server keeps the order of what stays. One that starts with a new item means that something before it has
/// vanished and moved the rest forward: it is put aside, and the listing steps back until it finds something it knows.
/// The first page is small, so that the first item comes early; while each later one is read, the next is already asked for.
/// </remarks>
/// <param name="conversation">With the server.</param>
/// <param name="source">What is listed.</param>
/// <param name="emit">Called for each item while the rest is still on its way, on another thread than the caller's; false ends the listing.</param>
/// <param name="count">Counts what is handed over.</param>
internal sealed class Listing<T>(Conversation conversation, ListSource<T> source, Func<T, bool> emit, ListingCount count) : IDisposable
    where T : new()
{
    /// <summary>The largest page a server grants (vendor documentation).</summary>
    public const int LargestPage = 10_000;

    /// <summary>The size of the first page: most answers are shorter, and a server makes a small page sooner.</summary>
    public const int FirstPage = 1_000;

    // While a list grows faster than it is read, pages bring nothing new, too; but no list grows for so long.
    private const int MostPagesWithoutNews = 100;

    private readonly RecentIds _seen = new();
    private RequestAhead? _ahead;
    private int _size = FirstPage;
    private int _offset;
    private int _overlap;
    private int _stepBack;
    private int _largestCount;
    private int _pagesWithoutNews;

    /// <summary>Lists everything, in the server's order.</summary>
    /// <exception cref="RestFailure">The listing cannot be had whole.</exception>
    public async Task ReadAllAsync()
    {
        bool isMore;
        do
        {
            Page<T> page = await ReadPageAsync().ConfigureAwait(false);
            isMore = page.IsAnchored ? GoOn(page) : StepBack();
            _size = LargestPage;
        }
        while (isMore);
    }

    /// <summary>Ends a request for a page that nobody wants any more.</summary>
    public void Dispose() => _ahead?.Drop();

    private async Task<Page<T>> ReadPageAsync()
    {
        ApiRequest request = source.Request(_offset, _size);
        Page<T> page = new(_overlap > 0 && _offset > 0, _seen, source.IdOf);
        bool isResumed = false;
        Task<bool> ReadAsync(Answer answer)
        {
            bool isAnother = isResumed;
            isResumed = true;

            // A thread of its own: it blocks while the server is silent or the pipeline is busy, and pool threads are few.
            return Task.Factory.StartNew(() => Read(page, answer, isAnother), conversation.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await conversation.ReadAsync(request, ReadAsync, () => count.Read, TakeAhead(request)).ConfigureAwait(false);
        return page;
    }

    private bool Read(Page<T> page, Answer answer, bool isResumed)
    {
        using System.IO.StreamReader text = answer.OpenText();
        using PageReader<T> reader = new(text, source.Items) { Unreadable = conversation.Verbose };
        page.Read(reader, isResumed, HandOver, (_, read) =>
        {
            answer.NoteItem();
            AskAhead(reader, read);
        });
        return true;
    }

    private bool HandOver(T item)
    {
        count.Add();
        return emit(item);
    }

    // Not from the first page, and unless the server says how much there is, not before a tenth of a page: a short answer should cost few requests.
    private void AskAhead(PageReader<T> reader, int read)
    {
        long? total = count.Total;
        long when = total is null ? Math.Max(2, reader.Limit / 10) : 2;
        long next = _offset + reader.Limit - 1;
        bool isThereMore = reader.Limit > 1 && !(next + 1 >= total) && next < int.MaxValue - LargestPage;
        if (read == when && _offset > 0 && isThereMore)
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
        conversation.Verbose($"The list has changed meanwhile; reading on from item {_offset}.");
        return true;
    }

    private bool GoOn(Page<T> page)
    {
        _stepBack = 0;
        _largestCount = Math.Max(_largestCount, page.Count);
        count.Total = page.TotalCount;
        long fullPage = page.IsArray ? _size : page.Limit > 0 ? page.Limit : _largestCount;
        bool isWholeArray = page.IsArray && page.Count > _size;
        if (page.IsEnough || page.Count == 0 || isWholeArray || (page.Count < fullPage && !(page.HasNext && page.Fresh > 0)))
        {
            return false;
        }

        _pagesWithoutNews = page.Fresh > 0 ? 0 : _pagesWithoutNews + 1;
        if (page.Fresh == 0 && (page.IsArray || _pagesWithoutNews > MostPagesWithoutNews))
        {
            return page.IsArray ? false : throw Incomplete("the server sends the same items again and again, so that the list has no end");
        }

        // A server that sends one item at a time leaves no room for an overlap.
        _overlap = page.Count > 1 ? 1 : 0;
        _offset += page.Count - _overlap;
        return true;
    }

    private RestFailure Incomplete(string why) => conversation.Fail(source.Request(_offset, _size), FailureKind.UnexpectedAnswer, why);
}
