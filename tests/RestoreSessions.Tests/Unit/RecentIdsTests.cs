using System;
using System.Linq;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>The last so many identifiers are remembered, whether or not anybody has asked meanwhile.</summary>
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
        foreach (int askedAfter in new[] { int.MaxValue, 1, count / 2, RecentIds.Capacity, RecentIds.Capacity + 1 })
        {
            RecentIds ids = new();
            Assert.True(ids.IsEmpty);
            for (int i = 0; i < count; i++)
            {
                ids.Add(Id(i));
                Assert.False(i + 1 == askedAfter && !ids.Contains(Id(i)), $"the last of {i + 1} is unknown");
            }

            Assert.Equal((count == 0, count <= RecentIds.Capacity), (ids.IsEmpty, ids.IsComplete));
            int forgotten = Math.Max(0, count - RecentIds.Capacity);
            Assert.DoesNotContain(Enumerable.Range(0, forgotten), i => ids.Contains(Id(i)));
            Assert.DoesNotContain(Enumerable.Range(forgotten, count - forgotten), i => !ids.Contains(Id(i)));
            Assert.False(ids.Contains(Id(count)));
        }
    }

    private static Guid Id(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
