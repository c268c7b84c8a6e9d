using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>The last so many identifiers are remembered, each once.</summary>
public sealed class RecentIdsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(RecentIds.Capacity - 1)]
    [InlineData(RecentIds.Capacity)]
    [InlineData(RecentIds.Capacity + 1)]
    [InlineData((2 * RecentIds.Capacity) + 7)]
    public void exactly_the_last_of_them_are_known(int count)
    {
        RecentIds ids = new();
        for (int i = 0; i < count; i++)
        {
            Assert.True(ids.Add(Id(i)));
            Assert.False(ids.Add(Id(i)));
            Assert.False(ids.Add(Id(Math.Max(0, i - RecentIds.Capacity + 1))), "the oldest one that is kept is unknown");
        }

        Assert.Equal(count <= RecentIds.Capacity, ids.IsComplete);
        int forgotten = Math.Max(0, count - RecentIds.Capacity);
        Assert.DoesNotContain(Enumerable.Range(0, forgotten), i => ids.Contains(Id(i)));
        Assert.DoesNotContain(Enumerable.Range(forgotten, count - forgotten), i => !ids.Contains(Id(i)));
        Assert.False(ids.Contains(Id(count)));
    }

    private static Guid Id(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
