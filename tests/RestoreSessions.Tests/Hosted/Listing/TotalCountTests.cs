using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a server counts, and what it sends.</summary>
public sealed class TotalCountTests
{
    private const string Unexpected = "UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand";

    [Theory]
    [InlineData(5, "95")]
    [InlineData(6, "95")]
    [InlineData(7, "95")]
    [InlineData(7, "\"95\"")]
    [InlineData(7, "9223372036854775807")]
    [InlineData(7, "\"9223372036854775807\"")]
    [InlineData(7, "2147483647")]
    public async Task a_short_page_is_not_the_last_where_more_are_counted(int version, string total)
    {
        await using ShellFixture fixture = await OpenAsync(version, Misleading(total));
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.InRange(fixture.Server.Requests.Listings.Count, 4, 6);
    }

    [Theory]
    [InlineData("96")]
    [InlineData("\"96\"")]
    [InlineData("2147483646")]
    public async Task what_is_counted_and_not_sent_is_an_error_behind_what_is_sent(string total)
    {
        await using ShellFixture fixture = await OpenAsync(7, Misleading(total));
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal(Unexpected, result.ErrorId);
        string counted = long.Parse(total.Trim('"'), CultureInfo.InvariantCulture).ToString("#,0", CultureInfo.InvariantCulture);
        Assert.Contains($"it says that the list has {counted} items, and has sent 95", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(fixture.Server.Sessions.AllIds(), result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));
        Assert.InRange(fixture.Server.Requests.Listings.Count, 4, 8);
    }

    [Theory]
    [InlineData("95")]
    [InlineData("94")]
    [InlineData("30")]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    [InlineData("92233720368547758070")]
    [InlineData("95.5")]
    [InlineData("\"many\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task a_total_count_that_cannot_be_ends_no_list_and_shortens_none(string total)
    {
        foreach (bool echoesLimit in new[] { true, false })
        {
            await using ShellFixture fixture = await OpenAsync(7, new ServerOptions { SessionCount = 95, MaximumLimit = 30, EchoLimit = echoesLimit, LinksNext = false, TotalCount = _ => total });
            Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        }
    }

    [Fact]
    public async Task a_count_that_only_the_first_page_tells_counts_for_the_others()
    {
        int page = 0;
        await using ShellFixture fixture = await OpenAsync(7, new ServerOptions { SessionCount = 95, MaximumLimit = 30, EchoesAskedLimit = true, LinksNext = false });
        fixture.Server.Options.TotalCount = all => page++ == 0 ? $"{all}" : "null";
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task a_count_that_changes_from_page_to_page_is_believed_as_it_is_at_the_end()
    {
        int page = 0;
        await using ShellFixture fixture = await OpenAsync(7, new ServerOptions { SessionCount = 95, MaximumLimit = 30, EchoesAskedLimit = true, LinksNext = false });
        fixture.Server.Options.TotalCount = all => $"{all + (page++ % 2 == 0 ? 5 : 0)}";
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("10000")]
    [InlineData("-5")]
    [InlineData("0")]
    public async Task a_limit_that_was_not_kept_to_ends_no_list_where_a_link_says_that_there_is_more(string limit)
    {
        await using ShellFixture fixture = await OpenAsync(8, new ServerOptions { SessionCount = 95, MaximumLimit = 30 });
        fixture.Server.Faults.Add(Fault.Replacing("\"limit\":30", "\"limit\":" + limit), "RestoreSessions", times: int.MaxValue);
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
        Assert.All(fixture.Server.Requests.Listings, r => Assert.InRange(int.Parse(r.Query.GetValueOrDefault("offset", "0"), CultureInfo.InvariantCulture), 0, 20_000));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task a_page_of_the_default_size_may_have_been_cut_whatever_limit_it_names(int version)
    {
        await using ShellFixture fixture = await OpenAsync(version, new ServerOptions { SessionCount = 95, MaximumLimit = 30, EchoesAskedLimit = true, LinksNext = false, TotalCount = _ => "null" });
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
        Assert.Equal(4, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task a_page_as_long_as_asked_is_full_whatever_limit_it_names()
    {
        await using ShellFixture fixture = await OpenAsync(8, new ServerOptions { SessionCount = 1_500, MaximumLimit = 1_000, LinksNext = false });
        fixture.Server.Faults.Add(Fault.Replacing("\"limit\":1000", "\"limit\":10000"), "RestoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775806")]
    [InlineData("-9223372036854775808")]
    public async Task an_absurd_count_of_one_server_ends_the_listing_of_none(string total)
    {
        ServerOptions slow = new() { SessionCount = 45, MaximumLimit = 10, Latency = TimeSpan.FromMilliseconds(400) };
        await using ShellFixture fixture = await OpenAsync(7, slow);
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { SessionCount = 47, Seed = 7, MaximumLimit = 10, Latency = slow.Latency }, "-ApiVersion v7");
        fixture.Server.Options.TotalCount = _ => total;
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal(
            fixture.Server.Sessions.AllIds().Concat(other.Sessions.AllIds()).Order(), result.As<RestoreSession>().Select(s => s.Id).Order());
        Assert.NotEmpty(result.Progress);
        Assert.All(result.Progress, p => Assert.InRange(p.PercentComplete, -1, 100));
        Assert.DoesNotContain(result.Progress, p => p.StatusDescription.Contains('-', StringComparison.Ordinal) || p.StatusDescription.Length > 30);
    }

    // Thirty at a time, which name the limit that was asked for and no next page.
    private static ServerOptions Misleading(string total) =>
        new() { SessionCount = 95, MaximumLimit = 30, EchoesAskedLimit = true, LinksNext = false, TotalCount = _ => total };

    private static Task<ShellFixture> OpenAsync(int version, ServerOptions options) => ShellFixture.ConnectAsync($"-ApiVersion v{version}", options);
}
