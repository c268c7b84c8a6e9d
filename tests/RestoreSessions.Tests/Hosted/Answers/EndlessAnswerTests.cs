using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Answers that never end, though the server is never silent, and small ones that become large.</summary>
public sealed class EndlessAnswerTests
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 0 -ApiVersion v8 -TimeoutSec ";
    private const string TimedOut = "RequestTimedOut,RestoreSessions.Commands.";

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        $credential = [pscredential]::new($env:TEST_USER, [Net.NetworkCredential]::new('', $env:TEST_PASSWORD).SecurePassword)
        $connect = { Connect-RestoreServer $env:TEST_SERVER $credential -CertificateThumbprint $env:TEST_THUMBPRINT -MaximumRetryCount 0 -ApiVersion v8 }
        if ($env:TEST_COMMAND) { & $connect }
        $before = [GC]::GetTotalAllocatedBytes()
        try {
            if ($env:TEST_COMMAND) { & ([scriptblock]::Create($env:TEST_COMMAND)) } else { & $connect }
        }
        catch {
            $_.FullyQualifiedErrorId
        }
        [GC]::GetTotalAllocatedBytes() - $before
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static TheoryData<string, string, string> Bombs => new()
    {
        { """{"access_token":" """, "token", "" },
        { """{"totalItemsCount":1,"items":[""", "statistics", "{}," },
        { """{"totalItemsCount":1,"warnings":[""", "statistics", "\"\"," },
        { """{"totalItemsCount":1,"items":[{"childItems":[""", "statistics", "{}," },
        { """{"totalItemsCount":1,"warnings":[" """, "statistics", "x" },
    };

    [Theory]
    [InlineData(200, "token", """{"access_token":"a",""", "", TimedOut + "ConnectRestoreServerCommand")]
    [InlineData(400, "token", """{"message":"a",""", "", "AuthenticationFailed,RestoreSessions.Commands.ConnectRestoreServerCommand")]
    [InlineData(500, "RestoreSessions", """{"message":"a",""", "Get-RestoreSession", "ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand")]
    [InlineData(200, "", "{", "Get-RestoreSession -Id 00000000-0000-0000-0000-000000000001", TimedOut + "GetRestoreSessionCommand")]
    [InlineData(200, "", "{", "Get-RestoreSessionStatistics -Id 00000000-0000-0000-0000-000000000001", TimedOut + "GetRestoreSessionStatisticsCommand")]
    [InlineData(200, "RestoreSessions", """{"results":[""", "Get-RestoreSession", TimedOut + "GetRestoreSessionCommand")]
    [InlineData(200, "RestoreSessions", """{"results":[],"x":""", "Get-RestoreSession", TimedOut + "GetRestoreSessionCommand")]
    [InlineData(200, "token", """{"access_token":"a"}""", "", TimedOut + "ConnectRestoreServerCommand")]
    [InlineData(200, "RestoreSessions", """{"results":[]}""", "Get-RestoreSession", TimedOut + "GetRestoreSessionCommand")]
    [InlineData(200, "RestoreSessions", "[]", "Get-RestoreSession", TimedOut + "GetRestoreSessionCommand")]
    [InlineData(200, "organization", """{"id":"00000000-0000-0000-0000-000000000001","name":"a"}""", "Get-RestoreOrganization -Id 00000000-0000-0000-0000-000000000001", TimedOut + "GetRestoreOrganizationCommand")]
    [InlineData(200, "Organizations", "[", "Get-RestoreOrganization", TimedOut + "GetRestoreOrganizationCommand")]
    [InlineData(200, "/Events", "[", "Get-RestoreSession -Last 1 | Get-RestoreSessionEvent", TimedOut + "GetRestoreSessionEventCommand")]
    public async Task a_drip_is_not_waited_for(int status, string path, string beginning, string command, string error)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ChecksContract = false }, isConnected: false);
        if (command.Length > 0)
        {
            Assert.Null(fixture.Run(Connect + 1).ErrorId);
        }

        fixture.Server.Faults.Add(Fault.DripForEver(status, beginning, Pause), path, times: int.MaxValue);
        ShellResult result = fixture.Run(command.Length > 0 ? command : Connect + 1);
        Assert.Equal(error, result.ErrorId);
        Assert.Empty(result.Output);
        fixture.Server.Faults.Clear();
        await fixture.Server.Requests.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task a_logout_that_drips_holds_nobody()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run(Connect + 1).ErrorId);
        fixture.Server.Faults.Add(Fault.DripForEver(200, "", Pause), "logout");
        ShellResult result = fixture.Run("Disconnect-RestoreServer");
        Assert.Empty(result.Errors);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
        await fixture.Server.Requests.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task a_list_that_comes_slowly_but_comes_is_read_to_its_end()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 60 }, isConnected: false);
        Assert.Null(fixture.Run(Connect + 1).ErrorId);
        fixture.Server.Faults.Add(Fault.Drip(20, TimeSpan.FromMilliseconds(250)), "RestoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent -Id $id")]
    [InlineData("Get-RestoreOrganization")]
    public async Task pages_of_the_same_items_in_another_order_each_have_an_end(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 50, MaximumLimit = 30, IsEndless = true }, isConnected: false);
        Assert.Null(fixture.Run(Connect + 100).ErrorId);
        ShellResult result = fixture.Run($"$id = '{fixture.Server.Sessions[0].Id}'; {command}");
        Assert.StartsWith("UnexpectedAnswer,", result.ErrorId, StringComparison.Ordinal);
        Assert.Equal(result.Output.Count, result.Output.Select(o => o.Properties["Id"].Value).Distinct().Count());
        Assert.InRange(fixture.Server.Requests.Count, 2, 300);
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task a_small_body_that_becomes_a_large_one_costs_little_memory(string beginning, string path, string repeated)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(Fault.GzipBomb(beginning, repeated.Length > 0 ? repeated : "x", 200_000_000), path);
        (string shown, int exitCode) = await ChildShell.RunAsync(Script, new Dictionary<string, string>
        {
            ["TEST_SERVER"] = server.Server,
            ["TEST_USER"] = server.Options.UserName,
            ["TEST_PASSWORD"] = server.Options.Password,
            ["TEST_THUMBPRINT"] = server.Thumbprint,
            ["TEST_COMMAND"] = path == "token" ? "" : $"Get-RestoreSessionStatistics -Id {server.Sessions[0].Id}",
        });
        string[] lines = shown.Trim().Split('\n');
        Assert.Equal(0, exitCode);
        Assert.StartsWith("UnexpectedAnswer,", lines[0], StringComparison.Ordinal);

        // All that was allocated is more than what was in use at any moment.
        Assert.InRange(long.Parse(lines[1], CultureInfo.InvariantCulture), 1, 32_000_000);
    }

    [Theory]
    [InlineData("[{\"eTag\":", '9', "}]")]
    [InlineData("[{\"", 'x', "\":[}]")]
    [InlineData("[{\"", 'x', "\":")]
    [InlineData("[{\"id\":\"", 'x', "\"}]")]
    [InlineData("", 'x', "")]
    [InlineData("[{\"id\":\"00000000-0000-0000-0000-000000000001\",\"creationTime\":\"2026-06-01T00:00:00Z\",\"endTime\":{\"", 'x', "\":1}}]")]
    public async Task what_is_told_of_millions_of_characters_is_short(string beginning, char repeated, string end)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.RawBody(beginning + new string(repeated, 7_000_000) + end), "restoreSessions", times: 10);
        ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
        Assert.All(result.Errors.Select(e => e.ToString()).Concat(result.Errors.Select(e => e.Exception.Message)).Concat(result.Verbose), text => Assert.InRange(text.Length, 1, 1_000));
        Assert.True(result.Errors.Count == 1 || result.Output.Count == 1);
    }
}
