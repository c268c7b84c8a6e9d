using RestoreSessions.Api;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>Where a list ends, row by row: a page of so many items of which so many are known, behind so many places that have been read.</summary>
public sealed class EndOfListTests
{
    private const string Next = "\"_links\":{\"next\":{\"href\":\"x\"}}";

    [Theory]

    // Nothing says that there is more.
    [InlineData(7, 0, 0, 0, "\"limit\":1000", nameof(Rest.Nothing))]
    [InlineData(7, 1, 29, 30, "\"limit\":1000", nameof(Rest.Nothing))]
    [InlineData(1, 1, 29, 30, "", nameof(Rest.Nothing))]
    [InlineData(0, 0, 0, 0, "", nameof(Rest.Nothing))]
    [InlineData(0, 0, 0, 0, "\"totalCount\":0", nameof(Rest.Nothing))]
    [InlineData(0, 0, 30, 30, "\"totalCount\":30", nameof(Rest.Nothing))]

    // A full page, or one that may be.
    [InlineData(7, 0, 0, 0, "", nameof(Rest.More))]
    [InlineData(7, 0, 0, 0, "\"limit\":7", nameof(Rest.More))]
    [InlineData(7, 0, 0, 0, "\"limit\":5", nameof(Rest.More))]
    [InlineData(7, 0, 0, 0, "\"limit\":-1", nameof(Rest.More))]
    [InlineData(1000, 0, 0, 0, "\"limit\":9223372036854775807", nameof(Rest.More))]
    [InlineData(30, 0, 0, 0, "\"limit\":1000", nameof(Rest.More))]
    [InlineData(12, 1, 11, 12, "\"limit\":1000", nameof(Rest.More))]
    [InlineData(7, 7, 7, 7, "\"limit\":7", nameof(Rest.More))]

    // A link or a total count.
    [InlineData(7, 0, 0, 0, "\"limit\":1000," + Next, nameof(Rest.More))]
    [InlineData(7, 7, 7, 12, "\"limit\":1000," + Next, nameof(Rest.More))]
    [InlineData(7, 0, 0, 0, "\"limit\":1000,\"totalCount\":8", nameof(Rest.More))]
    [InlineData(7, 0, 0, 0, "\"limit\":1000,\"totalCount\":7", nameof(Rest.Nothing))]
    [InlineData(7, 0, 0, 0, "\"limit\":1000,\"totalCount\":-8", nameof(Rest.Nothing))]
    [InlineData(7, 0, 0, 0, "\"limit\":1000,\"totalCount\":9223372036854775807", nameof(Rest.More))]
    [InlineData(0, 0, 7, 7, Next, nameof(Rest.BehindGap))]
    [InlineData(0, 0, 7, 7, "\"totalCount\":7," + Next, nameof(Rest.BehindGap))]
    [InlineData(0, 0, 7, 7, "\"totalCount\":8", nameof(Rest.Missing))]
    [InlineData(0, 0, 7, 7, "\"totalCount\":9223372036854775807", nameof(Rest.Nothing))]
    public void a_page_says_what_lies_behind_it(int items, int known, int before, int largestBefore, string said, string rest) => Assert.Equal(
        rest, Behind("{\"results\":[", items, known, before, largestBefore, "]" + (said.Length > 0 ? "," + said : "") + "}", 1000));

    [Theory]
    [InlineData(0, 0, 0, 0, 1000, nameof(Rest.Nothing))]
    [InlineData(7, 0, 0, 0, 1000, nameof(Rest.Nothing))]
    [InlineData(30, 0, 0, 0, 1000, nameof(Rest.More))]
    [InlineData(30, 30, 30, 30, 1000, nameof(Rest.Nothing))]
    [InlineData(1000, 0, 0, 0, 1000, nameof(Rest.More))]
    [InlineData(1000, 1, 999, 1000, 10_000, nameof(Rest.More))]
    [InlineData(1001, 0, 0, 0, 1000, nameof(Rest.Nothing))]
    [InlineData(1000, 1000, 1000, 1000, 1000, nameof(Rest.Repeated))]
    [InlineData(30, 0, 0, 0, null, nameof(Rest.Nothing))]
    public void an_array_says_it_by_its_length_alone(int items, int known, int before, int largestBefore, int? asked, string rest) =>
        Assert.Equal(rest, Behind("[", items, known, before, largestBefore, "]", asked));

    private static string Behind(string beginning, int items, int known, int before, int largestBefore, string end, int? asked)
    {
        RecentIds seen = new();
        ListingCount count = new();
        Assert.All(Enumerable.Range(0, known), i => Assert.True(seen.Add(Id(i))));
        count.Add(before);
        ItemBatch<RestoreSession> batch = new(_ => { }, count);
        using StringReader text = new(beginning + string.Join(',', Enumerable.Range(0, items).Select(i => $$"""{"id":"{{Id(i)}}","creationTime":"2026-06-01T10:00:00Z"}""")) + end);
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        ListPage<RestoreSession> page = new(asked, known, known > 0, seen);
        page.Begin(isResumed: false);
        while (page.Read(reader, batch))
        {
            batch.Emit();
        }

        batch.Emit();
        count.Total = page.TotalCount;
        return EndOfList.Behind(page, before + items - known, count, largestBefore).ToString();
    }

    private static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);
}
