using RestoreSessions.Api;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class ItemBatchTests
{
    [Fact]
    public void sessions_of_an_answer_that_is_never_waited_for_are_handed_over_in_order_and_64_at_a_time()
    {
        Guid[] sent = [.. Enumerable.Range(0, 200).Select(_ => Guid.NewGuid())];
        List<Guid[]> emitted = [];
        ListingCount count = new();
        Read(sent, new ItemBatch<RestoreSession>(Into(emitted), count));
        Assert.Equal(sent, emitted.SelectMany(ids => ids));
        Assert.Equal([64, 64, 64, 8], emitted.Select(ids => ids.Length));
        Assert.Equal(200, count.Read);
    }

    [Fact]
    public void a_listing_that_has_been_ended_reads_no_further()
    {
        Guid[] sent = [.. Enumerable.Range(0, 200).Select(_ => Guid.NewGuid())];
        List<Guid[]> emitted = [];
        ItemBatch<RestoreSession> batch = new(Into(emitted), new ListingCount(), () => emitted.Count == 2);
        Assert.Equal(128, Read(sent, batch).Count);
        Assert.True(batch.IsEnded);
        Assert.Equal(sent.Take(128), emitted.SelectMany(ids => ids));
    }

    private static Action<IReadOnlyList<RestoreSession>> Into(List<Guid[]> emitted) => sessions => emitted.Add([.. sessions.Select(session => session.Id)]);

    private static ListPage<RestoreSession> Read(Guid[] ids, ItemBatch<RestoreSession> batch)
    {
        using StringReader text = new("[" + string.Join(",", ids.Select(id => $$"""{"id":"{{id}}","creationTime":"2026-06-01T10:00:00Z"}""")) + "]");
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        ListPage<RestoreSession> page = new(1_000, 0, false, new RecentIds());
        page.Begin(isResumed: false);
        while (page.Read(reader, batch))
        {
            batch.Emit();
        }

        batch.Emit();
        return page;
    }
}
