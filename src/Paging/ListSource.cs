using System;
using RestoreSessions.Http;
using RestoreSessions.Json;

namespace RestoreSessions.Paging;

/// <summary>What a listing reads: the request for a page, and its items.</summary>
/// <param name="request">Makes the request for a page from an offset and a limit, which count items.</param>
/// <param name="items">Reads one item.</param>
/// <param name="idOf">Returns an item's identifier.</param>
internal sealed class ListSource<T>(Func<int, int, ApiRequest> request, ObjectReader<T> items, Func<T, Guid> idOf)
    where T : new()
{
    public ObjectReader<T> Items => items;

    public ApiRequest Request(int offset, int limit)
    {
        ApiRequest page = request(offset, limit);
        page.IsListing = true;
        return page;
    }

    public Guid IdOf(T item) => idOf(item);
}
