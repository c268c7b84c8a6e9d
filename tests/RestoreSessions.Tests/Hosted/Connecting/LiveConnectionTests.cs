using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What an open connection is cannot be changed by a slip, and so no session is acted on at another server.</summary>
public sealed class LiveConnectionTests
{
    public static TheoryData<string, string> Properties => new()
    {
        { "Server", "'a'" },
        { "UserName", "'a'" },
        { "ApiVersion", "'v5'" },
        { "TokenExpires", "(Get-Date)" },
        { "ServerTimeUtc", "(Get-Date)" },
    };

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task an_assignment_in_the_place_of_a_comparison_is_an_error_and_changes_nothing(string property, string value)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string before = Describe(fixture);
        ShellResult result = fixture.Run($"Get-RestoreConnection | Where-Object {{ $_.{property} = {value} }}");
        Assert.Contains("cannot be changed", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Describe(fixture));
    }

    [Fact]
    public void the_connection_of_a_mock_is_what_the_test_says()
    {
        using Shell shell = new();
        RestoreConnection mock = shell.Run("$c = [RestoreSessions.RestoreConnection]@{ Server = 'vbo'; UserName = 'me'; ApiVersion = 'v7' }; $c.Server = 'other'; $c").One<RestoreConnection>();
        Assert.Equal(("other", "me", RestoreApiVersion.v7), (mock.Server, mock.UserName, mock.ApiVersion));
    }

    [Fact]
    public async Task a_session_whose_server_was_overwritten_is_stopped_where_it_came_from()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        ShellResult result = fixture.Run($"$s = Get-RestoreSession -Connection $server | ForEach-Object {{ $_.Server = '{clone.Server}'; $_ }}; $s | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.Equal(fixture.Server.Server, result.One<RestoreSession>().Server);
        Assert.DoesNotContain(clone.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData(200, "have this session")]
    [InlineData(500, "could not be asked")]
    [InlineData(503, "could not be asked")]
    [InlineData(403, "could not be asked")]
    public async Task an_identifier_that_two_servers_have_or_may_have_stops_nothing(int answer, string why)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        foreach (RestoreServer failing in new[] { fixture.Server, clone })
        {
            if (answer != 200)
            {
                failing.Faults.Add(Fault.Status(answer), "RestoreSessions/", times: int.MaxValue);
            }

            ShellResult result = fixture.Run($"Stop-RestoreSession -Id {clone.Sessions[0].Id} -Confirm:$false -PassThru");
            failing.Faults.Clear();
            Assert.Equal("AmbiguousSession,RestoreSessions.Commands.StopRestoreSessionCommand", result.ErrorId);
            Assert.Contains(why, result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Contains(fixture.Server.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Contains(clone.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Empty(result.Output);
        }

        Assert.DoesNotContain(fixture.Server.Requests.Concat(clone.Requests), request => request.Method == "POST");

        // With -Connection it is certain.
        Assert.Equal(clone.Server, fixture.Run($"Stop-RestoreSession -Id {clone.Sessions[0].Id} -Connection {clone.Server} -Confirm:$false -PassThru").One<RestoreSession>().Server);
        Assert.DoesNotContain(fixture.Server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(403)]
    public async Task an_organization_by_name_starts_on_no_server_while_another_that_may_have_it_could_not_be_asked(int answer)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        foreach (RestoreServer failing in new[] { fixture.Server, clone })
        {
            failing.Faults.Add(Fault.Status(answer), "Organization", times: int.MaxValue);
            ShellResult result = fixture.Run("Start-RestoreSession contoso.onmicrosoft.com -Type Exchange");
            failing.Faults.Clear();
            Assert.Equal(
                [answer == 403 ? "AccessDenied" : "ServerFailed", "AmbiguousOrganization"],
                result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
            Assert.Contains($"may be on {failing.Server}", result.Errors[1].Exception.Message, StringComparison.Ordinal);
            Assert.Empty(result.Output);
        }

        Assert.DoesNotContain(fixture.Server.Requests.Concat(clone.Requests), request => request.Method == "POST");
    }

    private static System.Collections.Generic.IEnumerable<string> Tokens(ShellFixture fixture) => fixture.Server.Requests.Select(request => request.Headers["Authorization"]);

    private static string Describe(ShellFixture fixture) => fixture.Run("Get-RestoreConnection | ForEach-Object { \"$($_.Server) $($_.UserName) $($_.ApiVersion) $($_.TokenExpires.Ticks)\" }").One<string>();

    private static async Task<RestoreServer> CloneAsync(ShellFixture fixture)
    {
        SessionRecord[] sessions = [new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), State = "Working" }];
        RestoreServer clone = await RestoreServer.StartAsync();
        fixture.Server.Sessions.Use(sessions);
        clone.Sessions.Use(sessions);
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck -MaximumRetryCount 0; Connect-RestoreServer $server $credential -SkipCertificateCheck -MaximumRetryCount 0").ErrorId);
        fixture.Server.Requests.Clear();
        clone.Requests.Clear();
        return clone;
    }
}
