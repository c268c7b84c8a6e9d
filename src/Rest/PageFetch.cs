using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Asks for one page of a listing and hands over those of its items that are new; meanwhile it asks for the next.</summary>
internal sealed class PageFetch<T> : IDisposable
{
    private readonly Sender _sender;
    private readonly IPaged<T> _source;
    private readonly Func<T, bool> _emit;
    private readonly Action<string> _note;
    private readonly ListingCount _count;
    private readonly RecentIds _seen;
    private readonly CancellationToken _cancellation;
    private readonly ReadAhead _ahead;

    /// <param name="sender">Sends the requests.</param>
    /// <param name="source">What is listed.</param>
    /// <param name="emit">Called for each new item, on a thread of its own; false ends the listing.</param>
    /// <param name="note">Told of requests, for -Verbose.</param>
    /// <param name="count">Counts what is handed over.</param>
    /// <param name="seen">What has been handed over already.</param>
    /// <param name="cancellation">Ends whatever is under way.</param>
    public PageFetch(Sender sender, IPaged<T> source, Func<T, bool> emit, Action<string> note, ListingCount count, RecentIds seen, CancellationToken cancellation)
    {
        _sender = sender;
        _source = source;
        _emit = emit;
        _note = note;
        _count = count;
        _seen = seen;
        _cancellation = cancellation;
        _ahead = new ReadAhead((request, token) => sender.SendAsync(request, note, token), cancellation);
    }

    /// <summary>Reads a page to its end; one that breaks off is asked for again, and its first items are then known.</summary>
    /// <exception cref="RestFailure">The page cannot be had whole.</exception>
    public async Task<Page> ReadAsync(PagePlace place)
    {
        ApiRequest request = _source.Request(place.Offset, place.Size);
        _ahead.DropUnless(request);
        bool isResumed = false;
        for (int attempt = 0; ; attempt++)
        {
            long before = _count.Read;
            using Answer answer = await _ahead.GetAsync(request).ConfigureAwait(false);
            try
            {
                // A thread of its own: it blocks while the server is silent or the pipeline is busy, and pool threads are few.
                return await Task.Factory.StartNew(
                    () => Read(place, request, answer, isResumed), _cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.BrokeOff && _sender.MayRetry(attempt))
            {
                await _sender.WaitAsync(failure, attempt, _note, _cancellation).ConfigureAwait(false);
                attempt = _count.Read > before ? -1 : attempt;
                isResumed = true;
            }
        }
    }

    /// <summary>Ends a request for a page that nobody wants any more.</summary>
    public void Dispose() => _ahead.Dispose();

    private Page Read(PagePlace place, ApiRequest request, Answer answer, bool isResumed)
    {
        using System.IO.StreamReader text = answer.OpenText();
        using PageReader<T> reader = new(text, _source.Names, _source.Read);
        _source.BeginPage();
        Page page = new();
        try
        {
            page.IsEnough = !HandOver(reader, page, place, isResumed);
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

    [MethodImpl(Jit.Hot)]
    private bool HandOver(PageReader<T> reader, Page page, PagePlace place, bool isResumed)
    {
        // What was handed over longest ago may be forgotten by now: then nothing counts as new until something is known again.
        bool isLost = isResumed && !_seen.IsComplete;
        bool mayRepeat = !_seen.IsEmpty;
        page.IsAnchored = !place.Overlaps && !isLost;
        while (reader.TryRead(out T item))
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
                    return false;
                }
            }

            AskAhead(reader, page.Count, place);
        }

        return true;
    }

    // Not from the first page, and unless the server says how much there is, not before a tenth of a page: a short answer should cost few requests.
    [MethodImpl(Jit.Hot)]
    private void AskAhead(PageReader<T> reader, int count, PagePlace place)
    {
        long? total = _count.Total;
        long when = total is null ? Math.Max(2, reader.Limit / 10) : 2;
        long next = place.Offset + reader.Limit - 1;
        bool isThereMore = reader.Limit > 1 && !(next + 1 >= total);
        if (count == when && place.Offset > 0 && isThereMore && next < OffsetProbe.PastTheEnd && !place.IsOffsetIgnored)
        {
            _ahead.Begin(_source.Request((int)next, Listing<T>.LargestPage));
        }
    }
}
