using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>The last so many identifiers are remembered, each once; at least a number of them, and at most the double.</summary>
public sealed class RecentIdsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RecentIds.Capacity - 1)]
    [InlineData(RecentIds.Capacity)]
    [InlineData(RecentIds.Capacity + 1)]
    [InlineData((2 * RecentIds.Capacity) - 1)]
    [InlineData(2 * RecentIds.Capacity)]
    [InlineData((5 * RecentIds.Capacity) + 7)]
    public void the_last_of_them_are_known_and_not_all(int count)
    {
        RecentIds ids = new();
        for (int i = 0; i < count; i++)
        {
            Assert.True(ids.Add(Id(i)));
            Assert.False(ids.Add(Id(i)));
            Assert.False(ids.Add(Id(Math.Max(0, i - RecentIds.Capacity + 1))), "the oldest one that has to be kept is unknown");
        }

        int known = Enumerable.Range(0, count).Count(i => ids.Contains(Id(i)));
        Assert.InRange(known, Math.Min(count, RecentIds.Capacity), 2 * RecentIds.Capacity);
        Assert.Equal(known == count, ids.IsComplete);
        Assert.DoesNotContain(Enumerable.Range(count - known, known), i => !ids.Contains(Id(i)));
        Assert.False(ids.Contains(Id(count)));
    }

    private static Guid Id(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
