using System.Net;
using System.Net.Sockets;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A redirect is never followed, and so nothing of a request reaches the place that it names.</summary>
public sealed class RedirectTests
{
    private const string Id = "00000000-0000-0000-0000-000000000001";

    public static TheoryData<int, string, string> Requests()
    {
        TheoryData<int, string, string> all = [];
        foreach (int status in new[] { 301, 302, 303, 307, 308 })
        {
            all.Add(status, "Get-RestoreSession", "restoreSessions");
            all.Add(status, $"Stop-RestoreSession -Id {Id} -Confirm:$false", "Stop");
            all.Add(status, "Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8", "token");
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task another_server_is_not_contacted_whatever_is_redirected(int status, string command, string path)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Certificate = fixture.Server.Certificate });
        fixture.Server.Sessions.Use([new SessionRecord { Id = new Guid(Id), State = "Working" }]);
        string location = $"https://{other.Server}/v8/{path}";
        fixture.Server.Faults.Add(Fault.Status(status, headers: new System.Collections.Generic.Dictionary<string, string> { ["Location"] = location }), path, times: 10);
        ShellResult result = fixture.Run(command);
        Assert.StartsWith("UnexpectedAnswer,", result.ErrorId, StringComparison.Ordinal);
        Assert.Contains($"{status}", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(fixture.Server.Requests, request => request.StatusCode == status);
    }

    [Fact]
    public async Task a_refresh_token_does_not_follow_a_redirect()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Certificate = fixture.Server.Certificate });
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.Redirect($"https://{other.Server}/v8/token"), "token", times: 10);
        Assert.StartsWith("UnexpectedAnswer,", fixture.Run("Get-RestoreSession").ErrorId, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(fixture.Server.Requests.Tokens);
    }

    [Fact]
    public async Task plain_http_is_not_even_connected_to()
    {
        await using ShellFixture fixture = await OpenAsync();
        using TcpListener plain = new(IPAddress.Loopback, 0);
        plain.Start();
        fixture.Server.Faults.Add(Fault.Redirect($"http://127.0.0.1:{((IPEndPoint)plain.LocalEndpoint).Port}/v8/restoreSessions"), "restoreSessions");
        Assert.StartsWith("UnexpectedAnswer,", fixture.Run("Get-RestoreSession").ErrorId, StringComparison.Ordinal);
        Assert.False(plain.Pending());
    }

    [Fact]
    public async Task a_redirect_on_the_same_server_is_not_followed_either()
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Faults.Add(Fault.Redirect("/v8/RestoreSessions"), "restoreSessions");
        Assert.StartsWith("UnexpectedAnswer,", fixture.Run("Get-RestoreSession").ErrorId, StringComparison.Ordinal);
        Assert.Equal([302], fixture.Server.Requests.Select(r => r.StatusCode));
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
