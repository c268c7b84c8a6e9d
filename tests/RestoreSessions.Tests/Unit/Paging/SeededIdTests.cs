using FakeServer;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class SeededIdTests
{
    [Fact]
    public void identifiers_that_a_server_chose_to_collide_do_not()
    {
        Guid[] ids = [.. CollidingIds.Take(60_000)];
        Assert.Single(ids.Select(id => id.GetHashCode()).Distinct());
        SeededHash hash = new();
        Assert.InRange(ids.Select(hash.Of).Distinct().Count(), 59_000, 60_000);
        Assert.All(ids.Take(100), id => Assert.Equal(hash.Of(id), hash.Of(new Guid(id.ToByteArray()))));
    }

    [Fact]
    public void nobody_can_know_a_hash_code_beforehand()
    {
        Guid[] ids = [.. Enumerable.Range(0, 50).Select(_ => Guid.NewGuid())];
        Assert.NotEqual(ids.Select(new SeededHash().Of), ids.Select(new SeededHash().Of));
    }

    [Fact]
    public void ordinary_identifiers_are_spread_evenly()
    {
        SeededHash hash = new();
        int[] buckets = new int[1024];
        foreach (int i in Enumerable.Range(0, 100_000))
        {
            buckets[hash.Of(Guid.NewGuid()) >> 22]++;
        }

        Assert.All(buckets, count => Assert.InRange(count, 40, 200));
    }
}
