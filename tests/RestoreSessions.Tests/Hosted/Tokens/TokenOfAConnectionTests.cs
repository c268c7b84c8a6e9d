using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a connection tells of its token, and that a token is renewed once for everybody.</summary>
public sealed class TokenOfAConnectionTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("86400", 86_400.0)]
    [InlineData("1800", 1_800.0)]
    [InlineData("\"7200.5\"", 7_200.5)]
    [InlineData("7200.5", 7_200.5)]
    [InlineData("", null)]
    public async Task after_a_renewal_a_connection_tells_when_the_new_token_runs_out(string expiresIn, double? seconds)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ExpiresIn = "43200" }, System.Globalization.CultureInfo.GetCultureInfo("de-DE"));
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        Near(43_200, connection.TokenExpires);
        fixture.Server.Options.ExpiresIn = expiresIn;
        fixture.Server.ExpireTokens();
        Assert.Null(fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Equal(1, fixture.Server.Refreshes);
        Near(seconds, connection.TokenExpires);
        Assert.Same(connection, fixture.Run("Get-RestoreConnection").One<RestoreConnection>());
    }

    [Fact]
    public async Task after_a_logon_in_the_place_of_a_refused_refresh_it_does_so_too()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ExpiresIn = "43200" });
        fixture.Server.Options.ExpiresIn = "1800";
        fixture.Server.ExpireTokens();
        fixture.Server.RevokeRefreshTokens();
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
        Assert.Equal(["refresh_token", "password"], fixture.Server.Requests.Tokens.Select(r => r.Body.Split('&')[0].Split('=')[1]));
        Near(1_800, fixture.Run("Get-RestoreConnection").One<RestoreConnection>().TokenExpires);
    }

    [Fact]
    public async Task commands_that_are_refused_while_a_renewal_is_under_way_wait_for_it_and_ask_for_none()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        Shell[] shells = [.. Enumerable.Range(0, 6).Select(_ => new Shell(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } }))];
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.StallHeaders(), "token", times: int.MaxValue);
        fixture.Server.Faults.Add(Fault.StallHeaders(), "restoreSessions", times: shells.Length);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        fixture.Server.Requests.Watch = _ =>
        {
            if (++asked == shells.Length)
            {
                all.SetResult();
            }
        };
        Task<ShellResult>[] running = [.. shells.Select(shell => shell.RunAsync("Get-RestoreSession -Connection $c"))];
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await fixture.Server.Faults.WaitUntilStalledAsync();

        // Each has been asked for with the old token, and so each is refused.
        fixture.Server.Faults.Release();
        await fixture.Server.Faults.WaitUntilStalledAsync();
        fixture.Server.Faults.Clear();
        fixture.Server.Faults.Release();
        Assert.All(await Task.WhenAll(running), result => Assert.Equal(100, result.As<RestoreSession>().Count));
        Assert.Single(fixture.Server.Requests.Tokens);
        Assert.Equal((1, 1), (fixture.Server.Refreshes, fixture.Server.Logons));
        Array.ForEach(shells, shell => shell.Dispose());
    }

    [Fact]
    public async Task a_refresh_that_fails_for_another_reason_than_a_refusal_is_not_followed_by_the_password()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.Status(500), "token");
        Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.StartsWith("grant_type=refresh_token", Assert.Single(fixture.Server.Requests.Tokens).Body, StringComparison.Ordinal);

        // A refresh that is answered with 404 says nothing of the session.
        fixture.Server.Faults.Add(Fault.Status(404), "token");
        Assert.Equal("RequestRejected,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run($"Get-RestoreSession -Id {fixture.Server.Sessions[0].Id}").ErrorId);
    }

    private static void Near(double? seconds, DateTime? expires)
    {
        Assert.Equal(seconds is null, expires is null);
        if (seconds is { } lifetime)
        {
            Assert.InRange(expires!.Value, DateTime.Now.AddSeconds(lifetime) - Tolerance, DateTime.Now.AddSeconds(lifetime).AddSeconds(1));
        }
    }
}
