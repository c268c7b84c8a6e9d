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
    private readonly Action<string> _note;
    private readonly ListingCount _count;
    private readonly CancellationToken _cancellation;
    private readonly RecentIds _seen = new();
    private readonly PageFetch<T> _pages;
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
        _note = note;
        _count = count;
        _cancellation = cancellation;
        _pages = new PageFetch<T>(sender, source, emit, note, count, _seen, cancellation);
    }

    /// <summary>Lists everything, in the server's order.</summary>
    /// <exception cref="RestFailure">The listing cannot be had whole.</exception>
    public async Task ReadAllAsync()
    {
        bool isMore;
        do
        {
            Page page = await _pages.ReadAsync(new PagePlace(_offset, _size, _overlap > 0, _ignoresOffset == true)).ConfigureAwait(false);
            isMore = page.IsAnchored ? await GoOnAsync(page).ConfigureAwait(false) : StepBack();
            _size = LargestPage;
        }
        while (isMore);
    }

    /// <summary>Ends a request for a page that nobody wants any more.</summary>
    public void Dispose() => _pages.Dispose();

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
}
