using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class TokenRefreshTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task after_a_401_the_token_is_refreshed_once_and_the_request_repeated(int version)
    {
        await using ShellFixture fixture = await OpenAsync(version);
        fixture.Server.ExpireTokens();
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
        RequestRecord refresh = Assert.Single(fixture.Server.Requests.Tokens);
        Assert.StartsWith("grant_type=refresh_token&refresh_token=refresh-", refresh.Body, StringComparison.Ordinal);
        Assert.Equal(version >= 7, refresh.Body.EndsWith("&disable_antiforgery_token=true", StringComparison.Ordinal));
        Assert.Equal([401, 200], fixture.Server.Requests.Listings.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task a_token_that_expires_between_pages_loses_and_repeats_nothing()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 10 });
        fixture.Server.Sessions.BetweenPages = (_, page) =>
        {
            if (page % 3 == 1)
            {
                fixture.Server.ExpireTokens();
            }
        };
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.InRange(fixture.Server.Refreshes, 3, 5);
    }

    [Fact]
    public async Task a_fresh_token_that_is_refused_ends_the_command()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(401), "restoreSessions", times: 2);
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Single(fixture.Server.Requests.Tokens);
    }

    [Fact]
    public async Task a_renewal_is_repeated_as_often_as_allowed_and_not_so_often_for_each_attempt_of_the_request_that_waits_for_it()
    {
        await using ShellFixture fixture = await ShellFixture.ConnectAsync("-MaximumRetryCount 2");
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.Status(503, headers: new Dictionary<string, string> { ["Retry-After"] = "0" }), "token", times: int.MaxValue);
        Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Equal((3, 1), (fixture.Server.Requests.Tokens.Count, fixture.Server.Requests.Listings.Count));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("\"3599\"")]
    [InlineData("288000")]
    public async Task any_lifetime_the_server_names_makes_no_refresh_loop(string expiresIn)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ExpiresIn = expiresIn, MaximumLimit = 10 });
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
        Assert.InRange(fixture.Server.Requests.Tokens.Count, 0, 5);
    }

    private static Task<ShellFixture> OpenAsync(int version) => ShellFixture.ConnectAsync($"-ApiVersion v{version}");
}
