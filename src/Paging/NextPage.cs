using RestoreSessions.Http;

namespace RestoreSessions.Paging;

/// <summary>The page behind the one that is being read: it is requested before it is needed.</summary>
/// <remarks>A short list should cost few requests: the first page requests no next one, and without a total count, a tenth of a page must have arrived.</remarks>
internal sealed class NextPage(RetryingClient client, Func<int, int, ApiRequest> page) : IDisposable
{
    /// <summary>The largest page that a server returns (vendor documentation).</summary>
    public const int Largest = 10_000;

    private RequestAhead? _ahead;

    /// <summary>Requests the page, if it is likely that there is one.</summary>
    /// <param name="offset">Where the page begins that is being read.</param>
    /// <param name="limit">How many items the server says that the page may have.</param>
    /// <param name="read">How many of them have arrived.</param>
    /// <param name="total">The total number of items; null when unknown.</param>
    public void Ask(int offset, long limit, int read, long? total)
    {
        long size = Math.Min(limit, Largest);
        long when = total is null ? Math.Max(2, size / 10) : 2;
        long next = offset + size - 1;
        bool isThereMore = size > 1 && !(next + 1 >= total) && next < int.MaxValue - Largest;
        if (_ahead is null && read >= when && offset > 0 && isThereMore)
        {
            _ahead = client.Ahead(page((int)next, Largest));
        }
    }

    /// <summary>The request that has been sent already, if it is this one; any other is no longer needed.</summary>
    public RequestAhead? Take(ApiRequest request)
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

    /// <summary>Cancels the request.</summary>
    public void Dispose() => _ahead?.Drop();
}
