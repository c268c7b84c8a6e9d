using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What must be sent or written once is sent or written once.</summary>
public sealed class OnceOnlyTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task an_answer_to_a_start_that_breaks_off_starts_no_second_session()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.CutBody(20), "/action", when: r => r.Method == "POST");
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.StartRestoreSessionCommand", fixture.Run("Start-RestoreSession contoso.onmicrosoft.com -Type Teams").ErrorId);
        Assert.Single(fixture.Server.Requests, r => r.Method == "POST");
    }

    [Theory]
    [InlineData("Start-RestoreSession contoso.onmicrosoft.com -Type Teams", "/action")]
    [InlineData("Stop-RestoreSession -Id $id -Confirm:$false", "/Action")]
    public async Task a_post_that_a_server_may_have_acted_on_is_sent_once_and_one_that_it_turned_away_again(string command, string path)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach ((Fault fault, int posts) in new[] { (Fault.Reset(), 1), (Fault.Status(502), 1), (Fault.Status(504), 1), (Fault.Status(503), 2), (Fault.Status(429), 2) })
        {
            fixture.Server.Requests.Clear();
            fixture.Server.Faults.Clear();
            fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, State = "Working" }]);
            fixture.Server.Faults.Add(fault, path, when: r => r.Method == "POST");
            ShellResult result = fixture.Run($"$id = '{fixture.Server.Sessions[0].Id}'; {command}");
            Assert.Equal(posts == 1, result.Errors.Count == 1);
            Assert.Equal(posts, fixture.Server.Requests.Count(r => r.Method == "POST"));
        }
    }

    [Fact]
    public async Task a_logout_that_fails_is_not_repeated()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        fixture.Server.Faults.Add(Fault.Status(503), "logout", times: int.MaxValue);
        Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
        Assert.Single(fixture.Server.Requests, r => r.Path.EndsWith("logout", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task each_request_says_who_sends_it_and_what_it_takes()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint; $null = Get-RestoreSession; $null = Start-RestoreSession contoso.onmicrosoft.com -Type Teams").ErrorId);
        string version = fixture.Run("(Get-Module RestoreSessions).Version.ToString()").One<string>();
        Assert.Equal(4, fixture.Server.Requests.Count);
        Assert.All(fixture.Server.Requests, r => Assert.Equal(("application/json", $"RestoreSessions/{version}"), (r.Headers["Accept"], r.Headers["User-Agent"])));
        Assert.Equal(
            ["application/x-www-form-urlencoded; charset=utf-8", "", "", "application/json; charset=utf-8"],
            fixture.Server.Requests.Select(r => r.Headers.GetValueOrDefault("Content-Type", "")));
        Assert.Equal([false, true, true, true], fixture.Server.Requests.Select(r => r.Headers.GetValueOrDefault("Authorization", "").StartsWith("Bearer access-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task a_version_that_cannot_be_asked_for_is_not_taken_for_one_that_is_not_served()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new HashSet<int> { 7, 8 } }, isConnected: false);
        fixture.Server.Faults.Add(Fault.Reset(), "ServiceInstance", times: int.MaxValue);
        Assert.Equal(
            "ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand",
            fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0 -ApiVersion v5").ErrorId);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task the_words_of_a_server_are_one_line_of_bounded_length()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(500, new string('x', 501)), "restoreSessions");
        fixture.Server.Faults.Add(Fault.Status(500, new string('y', 500)), "restoreSessions");
        fixture.Server.Faults.Add(Fault.Status(500, """{"error":"code","error_description":"why","message":"first\r\n\tof all\u0007"}"""), "restoreSessions");
        fixture.Server.Faults.Add(Fault.Status(500, """{"error":"code","error_description":"why"}"""), "restoreSessions");
        string?[] said = [.. Enumerable.Range(0, 4).Select(_ => ((RestoreServerException)Assert.Single(fixture.Run("Get-RestoreSession").Errors).Exception).ServerMessage)];
        Assert.Equal([new string('x', 500) + "...", new string('y', 500), "first of all[U+0007]", "why"], said);
    }
}
