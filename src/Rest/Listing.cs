using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>
/// Reads all pages of a listing and hands each item over exactly once, although the server pages by position in a set that changes meanwhile.
/// </summary>
/// <remarks>
/// Each page but the first overlaps the one before it by an item. A page that starts with an item handed over already continues without
/// a gap, as long as the server keeps the order of what stays. One that starts with a new item means that something before it has
/// vanished and moved the rest forward: it is put aside, and the listing steps back until it finds something it knows.
/// The first page is small, so that the first item comes early; while each later one is read, the next is already asked for.
/// </remarks>
internal sealed class Listing<T> : IDisposable
{
    /// <summary>The largest page a server grants (vendor documentation).</summary>
    public const int LargestPage = 10_000;

    /// <summary>The size of the first page: most answers are shorter, and a server makes a small page sooner.</summary>
    public const int FirstPage = 1_000;

    private readonly Sender _sender;
    private readonly IPaged<T> _source;
    private readonly Func<T, bool> _emit;
    private readonly Action<string> _note;
    private readonly ListingCount _count;
    private readonly CancellationToken _cancellation;
    private readonly ReadAhead _ahead;
    private readonly RecentIds _seen = new();
    private int _largestCount;
    private int _offset;
    private int _overlap;
    private int _stepBack;
    private bool? _ignoresOffset;
    private Guid _first;
    private int _size = FirstPage;

    /// <param name="sender">Sends the requests.</param>
    /// <param name="source">What is listed.</param>
    /// <param name="emit">Called for each item while the rest is still on its way, on another thread than the caller's; false ends the listing.</param>
    /// <param name="note">Told of requests and detours, for -Verbose.</param>
    /// <param name="count">Counts what is handed over.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public Listing(Sender sender, IPaged<T> source, Func<T, bool> emit, Action<string> note, ListingCount count, CancellationToken cancellation)
    {
        _sender = sender;
        _source = source;
        _emit = emit;
        _note = note;
        _count = count;
        _cancellation = cancellation;
        _ahead = new ReadAhead((request, token) => sender.SendAsync(request, note, token), cancellation);
    }

    /// <summary>Lists everything, in the server's order.</summary>
    /// <exception cref="RestFailure">The listing cannot be had whole.</exception>
    public async Task ReadAllAsync()
    {
        bool isMore;
        do
        {
            ApiRequest request = _source.Request(_offset, _size);
            _ahead.DropUnless(request);
            Page page = await ReadAsync(request).ConfigureAwait(false);
            isMore = page.IsAnchored ? await GoOnAsync(page).ConfigureAwait(false) : StepBack();
            _size = LargestPage;
        }
        while (isMore);
    }

    /// <summary>Ends a request for a page that nobody wants any more.</summary>
    public void Dispose() => _ahead.Dispose();

    private bool StepBack()
    {
        _stepBack = Math.Max(_largestCount, _stepBack * 2);
        if (_offset == 0 || (_stepBack > RecentIds.Capacity && !_seen.IsComplete))
        {
            throw Incomplete("the list changed too much while it was being read; run the command again");
        }

        _offset = Math.Max(0, _offset - _stepBack);
        _note($"The list has changed meanwhile; reading on from item {_offset}.");
        return true;
    }

    private async Task<bool> GoOnAsync(Page page)
    {
        _stepBack = 0;
        _largestCount = Math.Max(_largestCount, page.Count);
        _count.Total = page.TotalCount;
        long fullPage = page.IsArray ? _size : page.Limit > 0 ? page.Limit : _largestCount;
        bool isWholeArray = page.IsArray && page.Count > _size;
        if (page.IsEnough || page.Count == 0 || isWholeArray || (page.Count < fullPage && !(page.HasNext && page.Fresh > 0)))
        {
            return false;
        }

        // The very page read before: sessions that started have pushed it along, or the server goes by no offset.
        if (page.Fresh == 0 && page.First == _first)
        {
            _ignoresOffset ??= await OffsetProbe.IsIgnoredAsync(_sender, _source, _note, _cancellation).ConfigureAwait(false);
        }

        _first = page.First;
        if (_ignoresOffset == true)
        {
            return ContinueWithoutOffset(page);
        }

        // A server that sends one item at a time leaves no room for an overlap.
        _overlap = page.Count > 1 ? 1 : 0;
        _offset += page.Count - _overlap;
        return true;
    }

    private bool ContinueWithoutOffset(Page page)
    {
        _offset = 0;
        if (_source.TryContinueWithoutOffset())
        {
            return true;
        }

        bool mayBeWhole = page.Limit == 0 && page.Count != _size && !page.HasNext;
        return mayBeWhole ? false : throw Incomplete($"the server ignores the offset, so that only the first {page.Count} items can be read");
    }

    private RestFailure Incomplete(string why) => _sender.Fail(_source.Request(_offset, _size), FailureKind.UnexpectedAnswer, why);

    private async Task<Page> ReadAsync(ApiRequest request)
    {
        for (int attempt = 0; ; attempt++)
        {
            long before = _count.Read;
            using Answer answer = await _ahead.GetAsync(request).ConfigureAwait(false);
            try
            {
                // A thread of its own: it blocks while the server is silent or the pipeline is busy, and pool threads are few.
                return await Task.Factory.StartNew(
                    () => ReadItems(request, answer, isResumed: attempt > 0), _cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.BrokeOff && _sender.MayRetry(attempt))
            {
                await _sender.WaitAsync(failure, attempt, _note, _cancellation).ConfigureAwait(false);
                attempt = _count.Read > before ? 0 : attempt;
            }
        }
    }

    [MethodImpl(Jit.Hot)]
    private Page ReadItems(ApiRequest request, Answer answer, bool isResumed)
    {
        // What was handed over longest ago may be forgotten by now: then nothing counts as new until something is known again.
        bool isLost = isResumed && !_seen.IsComplete;
        Page page = new() { IsAnchored = (_offset == 0 || _overlap == 0) && !isLost };
        using System.IO.StreamReader text = answer.OpenText();
        using PageReader<T> reader = new(text, _source.Names, _source.Read);
        bool mayRepeat = !_seen.IsEmpty;
        _source.BeginPage();
        try
        {
            foreach (T item in reader.Items())
            {
                Guid id = _source.IdOf(item);
                page.First = page.Count++ == 0 ? id : page.First;
                bool isKnown = mayRepeat && _seen.Contains(id);
                page.IsAnchored |= isKnown;
                if (!page.IsAnchored)
                {
                    if (isLost)
                    {
                        continue;
                    }

                    break;
                }

                if (!isKnown)
                {
                    _seen.Add(id);
                    page.Fresh++;
                    _count.Add();
                    if (!_emit(item))
                    {
                        page.IsEnough = true;
                        return page;
                    }
                }

                AskAhead(reader, page.Count);
            }
        }
        catch (JsonException e)
        {
            throw _sender.BadAnswer(request, answer, e);
        }

        page.IsArray = reader.IsArray;
        page.Limit = reader.Limit;
        page.HasNext = reader.HasNext;
        page.TotalCount = reader.TotalCount;
        return page;
    }

    // Not from the first page, and unless the server says how much there is, not before a tenth of a page: a short answer should cost few requests.
    private void AskAhead(PageReader<T> reader, int count)
    {
        long? total = _count.Total;
        long when = total is null ? Math.Max(2, reader.Limit / 10) : 2;
        long next = _offset + reader.Limit - 1;
        bool isThereMore = reader.Limit > 1 && !(next + 1 >= total);
        if (count == when && _offset > 0 && isThereMore && next < OffsetProbe.PastTheEnd && _ignoresOffset != true)
        {
            _ahead.Begin(_source.Request((int)next, LargestPage));
        }
    }
}
