using System.Text;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Answers that go on after the end of their JSON: a second document, a gateway's page.</summary>
public sealed class TrailingTextTests
{
    private const string Id = "00000000-0000-0000-0000-000000000001";
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8";

    private static readonly (string Command, string Path)[] Commands =
    [
        (Connect, "token"),
        ("Get-RestoreSession", "RestoreSessions"),
        ($"Get-RestoreSession -Id {Id}", Id),
        ($"Get-RestoreSessionEvent -Id {Id}", "/Events"),
        ($"Get-RestoreSessionStatistics -Id {Id}", "Statistics"),
        ("Get-RestoreOrganization", "Organizations"),
        ($"Get-RestoreOrganization -Id {Id}", "organization"),
        ("Start-RestoreSession contoso.onmicrosoft.com -Type Exchange", "explore"),
        ($"Wait-RestoreSession -Id {Id} -TimeoutSec 1", Id),
    ];

    public static TheoryData<string> Rests => ["x", "]", "}", "null", "{}", "\r\n<html><body>Please log in.</body></html>", "/* more */"];

    [Theory]
    [MemberData(nameof(Rests))]
    public async Task each_is_an_error_that_is_not_repeated(string rest)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 }, isConnected: false);
        fixture.Server.Sessions.Use([new SessionRecord { Id = new Guid(Id), CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working", EventCount = 3 }]);
        Assert.Null(fixture.Run(Connect).ErrorId);
        foreach ((string command, string path) in Commands)
        {
            fixture.Server.Requests.Clear();
            fixture.Server.Faults.Clear();
            fixture.Server.Faults.Add(Fault.Altered(body => [.. body, .. Encoding.UTF8.GetBytes(rest)]), path, times: int.MaxValue);
            ShellResult result = fixture.Run(command);
            Assert.Equal((command, command.StartsWith("Wait", StringComparison.Ordinal) ? "WaitTimedOut" : "UnexpectedAnswer"), (command, result.ErrorId?.Split(',')[0]));
            Assert.InRange(fixture.Server.Requests.Count(r => r.Path.EndsWith(path, StringComparison.OrdinalIgnoreCase)), 1, command.StartsWith("Wait", StringComparison.Ordinal) ? 2 : 1);
        }
    }

    [Fact]
    public async Task what_stood_in_a_list_before_is_written_once()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 40, MaximumLimit = 15 });
        fixture.Server.Faults.Add(Fault.Altered(body => [.. body, (byte)'x']), "restoreSessions", skip: 1);
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        IEnumerable<Guid> written = result.Output.Select(o => ((RestoreSession)o.BaseObject).Id);
        Assert.Equal(fixture.Server.Sessions.AllIds().Take(29), written);
    }

    [Fact]
    public async Task a_listing_that_is_given_up_does_not_wait_for_the_end_of_its_answer()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.StallBody(20_000), "restoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds().Take(3), fixture.Run("Get-RestoreSession | Select-Object -First 3").As<RestoreSession>().Select(s => s.Id));
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.True(Assert.Single(fixture.Server.Requests).IsAborted);
    }
}
