using System.Globalization;
using System.Management.Automation;
using RestoreSessions.Execution;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class ProgressBarShowTests
{
    private readonly FakeClock _clock = new();
    private readonly List<ProgressRecord> _shown = [];

    [Fact]
    public void a_quick_listing_shows_nothing()
    {
        ProgressBar progress = new("Get-RestoreSession", _clock);
        progress.Begin().Add(1);
        _clock.Pass(TimeSpan.FromSeconds(0.9));
        progress.Show(_shown.Add);
        Assert.Empty(_shown);
    }

    [Fact]
    public void what_lists_nothing_shows_nothing_however_long_it_takes()
    {
        ProgressBar progress = new("Get-RestoreSession", _clock);
        _clock.Pass(TimeSpan.FromHours(1));
        progress.Show(_shown.Add);
        Assert.Empty(_shown);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void a_long_listing_shows_the_count_of_all_servers_twice_a_second(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        ProgressBar progress = new("Get-RestoreSession", _clock);
        ListingCount first = progress.Begin();
        ListingCount second = progress.Begin();
        _clock.Pass(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 1500; i++)
        {
            first.Add(1);
        }

        second.Add(1);
        progress.Show(_shown.Add);
        progress.Show(_shown.Add);
        ProgressRecord record = Assert.Single(_shown);
        Assert.Equal("Get-RestoreSession", record.Activity);
        Assert.Equal("1,501 read", record.StatusDescription);
        Assert.Equal(-1, record.PercentComplete);

        // Only when every server tells how much it has is there a total.
        first.Total = 3000;
        _clock.Pass(TimeSpan.FromMilliseconds(500));
        progress.Show(_shown.Add);
        Assert.Equal("1,501 read", _shown[^1].StatusDescription);
        second.Total = 2;
        _clock.Pass(TimeSpan.FromMilliseconds(500));
        progress.Show(_shown.Add);
        Assert.Equal("1,501 of 3,002 read", _shown[^1].StatusDescription);
        Assert.Equal(50, _shown[^1].PercentComplete);
    }

    [Fact]
    public void a_list_that_grows_beyond_its_total_stays_at_the_whole()
    {
        ProgressBar progress = new("Get-RestoreSession", _clock);
        ListingCount count = progress.Begin();
        count.Total = 1;
        count.Add(1);
        count.Add(1);
        _clock.Pass(TimeSpan.FromSeconds(2));
        progress.Show(_shown.Add);
        Assert.Equal(("2 of 2 read", 100), (Assert.Single(_shown).StatusDescription, _shown[0].PercentComplete));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void a_total_that_no_list_can_have_is_none(long total)
    {
        ProgressBar progress = new("Get-RestoreSession", _clock);
        ListingCount[] counts = [progress.Begin(), progress.Begin()];
        foreach (ListingCount count in counts)
        {
            count.Total = total;
            count.Add(1000);
            Assert.Null(count.Total);
        }

        counts[1].Total = 5000;
        _clock.Pass(TimeSpan.FromSeconds(2));
        progress.Show(_shown.Add);
        Assert.Equal(("2,000 read", -1), (Assert.Single(_shown).StatusDescription, _shown[0].PercentComplete));
    }

    [Theory]
    [InlineData(0, 0, "0 of 0 read", -1)]
    [InlineData(0, 5, "0 of 10 read", 0)]
    [InlineData(2_000_000_000, 2_147_483_646, "4,000,000,000 of 4,294,967,292 read", 93)]
    [InlineData(2_147_483_647, 2_147_483_646, "4,294,967,294 of 4,294,967,294 read", 100)]
    public void the_largest_totals_are_added_and_divided(int read, long total, string status, int percent)
    {
        ProgressBar progress = new("Get-RestoreSession", _clock);
        foreach (ListingCount count in new[] { progress.Begin(), progress.Begin() })
        {
            count.Total = total;
            count.Add(read);
        }

        _clock.Pass(TimeSpan.FromSeconds(2));
        progress.Show(_shown.Add);
        Assert.Equal((status, percent), (Assert.Single(_shown).StatusDescription, _shown[0].PercentComplete));
    }
}
