using System;

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

    /// <summary>What the page had already, again and again.</summary>
    Repeated,
}

/// <summary>Decides by what a server says where its list ends; nothing else does.</summary>
/// <remarks>
/// A link to a next page, a total count and a full page say that there is more. That there is no more is said only by an answer of which none of
/// them holds, or by an empty page without a link. A total count beyond that empty page is an error, also where it counts what the server shows
/// to nobody: what may be missing is not missing in silence.
/// </remarks>
internal static class EndOfList
{
    // The page size where a request names none, or where the limit is ignored (vendor documentation).
    private const int DefaultPage = 30;

    /// <summary>What lies behind a page.</summary>
    /// <param name="page">The page, which continues those before.</param>
    /// <param name="end">How many items lie before the end of the page, by its place in the list.</param>
    /// <param name="count">The items emitted so far, and the total that the server told last.</param>
    /// <param name="largestBefore">How many items the largest of the pages before had; 0 if there were none.</param>
    public static Rest Behind<T>(Page<T> page, int end, ListingCount count, int largestBefore)
        where T : new()
    {
        long limit = page.Limit > 0 ? page.Limit : largestBefore;
        bool isFull = page.Count >= Math.Min(limit, page.Asked ?? limit);
        bool isCounted = (page.TotalCount ?? count.Total) > Math.Min(end, count.Read);

        // An array tells nothing but its length, and may have been cut only at the length of a page.
        bool isCutArray = page.Asked is { } asked && (page.Count == asked || page.Count == DefaultPage || page.Count == largestBefore);
        return page switch
        {
            { IsRepeating: true } => Rest.Repeated,
            { IsArray: true } when !isCutArray => Rest.Nothing,
            { IsArray: true, NewCount: 0 } => page.Count < page.Asked ? Rest.Nothing : Rest.Repeated,
            { IsArray: true } => Rest.More,
            { Count: 0, HasNext: true } => Rest.BehindGap,
            { Count: 0 } => count.Total > end ? Rest.Missing : Rest.Nothing,
            { HasNext: true } => Rest.More,
            _ => isFull || isCounted ? Rest.More : Rest.Nothing,
        };
    }
}
