using RestoreSessions.Http;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>What a listing reads: the request for a page, and its items.</summary>
/// <param name="request">Makes the request for a page from an offset and a limit, which count items.</param>
/// <param name="items">Reads one item.</param>
/// <param name="idOf">Returns an item's identifier.</param>
/// <param name="beginsWithoutLimit">Whether the first request names no limit, because the API documents the whole list as its answer.</param>
internal sealed class ListSource<T>(Func<int, int, ApiRequest> request, ObjectReader<T> items, Func<T, Guid> idOf, bool beginsWithoutLimit = false)
    where T : new()
{
    public ObjectReader<T> Items => items;

    public ApiRequest Request(int offset, int limit)
    {
        ApiRequest page = request(offset, limit);
        page.IsListing = true;
        return page;
    }

    /// <summary>The limit that a request names; null where it names none.</summary>
    public int? LimitOf(int offset, int limit) => beginsWithoutLimit && offset == 0 ? null : limit;

    public Guid IdOf(T item) => idOf(item);
}
