using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>How a listing goes through its pages.</summary>
public sealed class PagingTests
{
    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(29, 30)]
    [InlineData(30, 30)]
    [InlineData(31, 30)]
    [InlineData(100, 30)]
    [InlineData(100, 2)]
    [InlineData(5, 1)]
    public async Task every_page_is_read(int sessions, int largestPage)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = sessions, MaximumLimit = largestPage });
        IReadOnlyList<RestoreSession> got = fixture.Run("Get-RestoreSession").As<RestoreSession>();
        Assert.Equal(fixture.Server.Sessions.AllIds(), got.Select(s => s.Id));
        Assert.Equal("1000", fixture.Server.Requests.Listings[0].Query["limit"]);
        Assert.All(fixture.Server.Requests.Listings.Skip(1), request => Assert.Equal("10000", request.Query["limit"]));
    }

    [Theory]
    [InlineData(1000, 2)]
    [InlineData(1001, 2)]
    [InlineData(999, 1)]
    [InlineData(10_998, 2)]
    [InlineData(11_500, 3)]
    public async Task a_listing_costs_few_requests(int sessions, int requests)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = sessions });
        Assert.Equal(sessions, fixture.Run("Get-RestoreSession").Output.Count);
        Assert.Equal(requests, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task the_next_page_is_asked_for_while_one_is_read_and_never_more_than_one_ahead()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, MaximumLimit = 100 });
        TaskCompletionSource third = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int most = 0;
        fixture.Server.Faults.Add(Fault.StallBody(20_000), "restoreSessions", skip: 1);
        fixture.Server.Faults.Add(Fault.Reset(), when: _ =>
        {
            most = Math.Max(most, fixture.Server.Requests.InFlight);
            if (fixture.Server.Requests.Listings.Count == 3)
            {
                third.TrySetResult();
            }

            return false;
        });
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        await third.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(fixture.Server.Requests.Listings[1].IsFinished);
        fixture.Server.Faults.Release();
        Assert.Equal(fixture.Server.Sessions.AllIds(), listing.Wait().As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task a_page_asked_for_in_vain_does_no_harm()
    {
        // Four sessions vanish while the second page is on its way, so that the third, asked for already, starts too late.
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 500, MaximumLimit = 100 });
        Guid[] all = [.. fixture.Server.Sessions.AllIds()];
        fixture.Server.Sessions.BetweenPages = (set, page) =>
        {
            if (page == 2)
            {
                Array.ForEach(all[..4], id => set.Remove(id));
            }
        };
        Assert.Equal(all, fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task a_pipeline_that_stops_leaves_no_request_behind()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, MaximumLimit = 100 });
        fixture.Server.Faults.Add(Fault.StallHeaders(), "restoreSessions", skip: 2);
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        listing.Stop();
        IReadOnlyList<RestoreSession> got = listing.Wait().As<RestoreSession>();
        Assert.True(got.Count < 200);
        Assert.Equal(fixture.Server.Sessions.AllIds().Take(got.Count), got.Select(s => s.Id));
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.Equal(3, fixture.Server.Requests.Listings.Count);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task the_newest_of_a_listing_that_failed_halfway_are_not_written(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 500, MaximumLimit = 100 });
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0 -ApiVersion v5").ErrorId);
        fixture.Server.Faults.Add(Fault.Status(status), "restoreSessions", skip: 2, times: int.MaxValue);
        ShellResult result = fixture.Run("Get-RestoreSession -Last 3");
        Assert.Empty(result.Output);
        Assert.Single(result.Errors);
        fixture.Server.Faults.Clear();
        Assert.Equal(3, fixture.Run("Get-RestoreSession -Last 3").As<RestoreSession>().Count);
    }

    [Fact]
    public async Task a_page_asked_for_ahead_that_failed_is_asked_for_again()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, MaximumLimit = 100 });
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0 -ApiVersion v5").ErrorId);
        fixture.Server.Faults.Add(Fault.Reset(), "restoreSessions", skip: 2);
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task the_first_object_ends_the_download_of_a_million()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1_000_000, Shape = BodyShape.Array });
        fixture.Run("do { Get-RestoreSession | ForEach-Object { $_; break } } while ($false)").One<RestoreSession>();
        await fixture.Server.Requests.WaitUntilIdleAsync();

        // A session is about 590 bytes: 2% of the whole.
        Assert.InRange(fixture.Server.BodyBytesSent, 1, 590L * 1_000_000 / 50);
    }
}
