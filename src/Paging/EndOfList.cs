namespace RestoreSessions.Paging;

/// <summary>What lies behind a page of a list.</summary>
internal enum Rest
{
    /// <summary>Nothing: the list is complete.</summary>
    Nothing,

    /// <summary>Further items, or an empty page that says that there are none.</summary>
    More,

    /// <summary>Further items, although the page had none: behind the places that it left out.</summary>
    BehindGap,

    /// <summary>Items that the server counts and does not send.</summary>
    Missing,

    /// <summary>What has been sent already, again and again.</summary>
    Repeated,
}

/// <summary>Decides by what a server says where its list ends; nothing else does.</summary>
/// <remarks>
/// A link to a next page, a total count and a full page each say that there is more. Where all three are absent, or an empty page has no link, the list
/// has ended. A total count beyond that empty page is an error, also where it counts what the server shows to nobody: what may be missing must not be
/// missing in silence.
/// </remarks>
internal static class EndOfList
{
    // The page size where a request names none, and of a server that ignores the limit (vendor documentation).
    private const int DefaultPage = 30;

    /// <summary>What lies behind a page.</summary>
    /// <param name="page">The page, which continues those before.</param>
    /// <param name="end">How many items lie before the end of the page, by its place in the list.</param>
    /// <param name="count">The items emitted so far, and the total that the server told last.</param>
    /// <param name="largestBefore">How many items the largest of the pages before had; 0 if there were none.</param>
    public static Rest Behind<T>(ListPage<T> page, int end, ListingCount count, int largestBefore)
        where T : ServerObject, new()
    {
        // Some servers name a limit that they do not keep to, and an array names none. Then the largest page so far is taken for the limit.
        long limit = page.Limit > 0 ? Math.Min(page.Limit, page.Asked ?? page.Limit) : largestBefore;
        bool isOfPageSize = page.Count == page.Asked || page.Count == DefaultPage || page.Count == largestBefore;
        bool isCounted = (page.TotalCount ?? count.Total) > Math.Min(end, count.Read);
        return page switch
        {
            { IsRepeating: true } => Rest.Repeated,
            { IsArray: true } when page.Asked is null || page.Count > page.Asked => Rest.Nothing,
            { IsArray: true, NewCount: 0 } => page.Count < page.Asked ? Rest.Nothing : Rest.Repeated,
            { IsArray: true } => isOfPageSize ? Rest.More : Rest.Nothing,
            { Count: 0, HasNext: true } => Rest.BehindGap,
            { Count: 0 } => count.Total > end ? Rest.Missing : Rest.Nothing,
            { HasNext: true } => Rest.More,
            _ => isCounted || isOfPageSize || page.Count >= limit ? Rest.More : Rest.Nothing,
        };
    }
}
