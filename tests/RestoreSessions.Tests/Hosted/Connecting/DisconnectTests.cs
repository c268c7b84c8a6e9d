using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class DisconnectTests
{
    private const string NotConnected = "NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand";

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, null)]
    [InlineData(7, 200)]
    [InlineData(8, 204)]
    public async Task disconnecting_logs_out_where_the_version_can_and_forgets_the_connection(int version, int? status)
    {
        await using ShellFixture fixture = await ShellFixture.ConnectAsync($"-ApiVersion v{version}");
        Assert.Empty(fixture.Run("Disconnect-RestoreServer").As<object>());
        Assert.Equal(status, fixture.Server.Requests.SingleOrDefault()?.StatusCode);
        Assert.Equal(NotConnected, fixture.Run("Get-RestoreSession").ErrorId);
    }

    [Fact]
    public async Task only_the_connection_named_is_closed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        Assert.Null(fixture.Run($"$other = Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -PassThru; $other | Disconnect-RestoreServer").ErrorId);
        Assert.Equal(fixture.Server.Server, fixture.Run("Get-RestoreConnection").One<RestoreConnection>().Server);
        Assert.Equal(NotConnected, fixture.Run("Get-RestoreSession -Connection $other").ErrorId);
        Assert.Null(fixture.Run("Disconnect-RestoreServer -Connection $other").ErrorId);
    }

    [Fact]
    public async Task all_connections_are_closed_when_none_is_named()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint; Disconnect-RestoreServer; Disconnect-RestoreServer").ErrorId);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task a_server_that_cannot_be_told_of_the_logout_is_no_error()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        await fixture.Server.StopAsync();
        ShellResult result = fixture.Run("Disconnect-RestoreServer -Verbose");
        Assert.Null(result.ErrorId);
        Assert.Contains(result.Verbose, line => line.Contains("was not told of the logout", StringComparison.Ordinal));
        await fixture.Server.StartAgainAsync();
    }

    [Fact]
    public async Task two_runspaces_never_see_each_others_connections()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Shell second = new();
        Assert.Empty(second.Run("Get-RestoreConnection").Output);
        Assert.Equal(NotConnected, second.Run("Get-RestoreSession").ErrorId);
        Assert.Null(second.Run("Disconnect-RestoreServer").ErrorId);
        Assert.Single(fixture.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task a_runspace_that_closes_closes_its_connections()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        fixture.Shell.Dispose();
        using Shell second = new(new ShellOptions { Variables = new System.Collections.Generic.Dictionary<string, object?> { ["c"] = connection } });
        Assert.Equal(NotConnected, second.Run("Get-RestoreSession -Connection $c").ErrorId);
    }

    [Theory]
    [InlineData("the answer's headers")]
    [InlineData("the answer's body")]
    [InlineData("a renewal of the token")]
    public async Task a_command_whose_connection_is_closed_under_it_says_so(string during)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, MaximumLimit = 100 });
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        using Shell second = new(new ShellOptions { Variables = new System.Collections.Generic.Dictionary<string, object?> { ["c"] = connection } });
        if (during == "a renewal of the token")
        {
            fixture.Server.ExpireTokens();
            fixture.Server.Faults.Add(Fault.StallHeaders(), "token");
        }
        else
        {
            fixture.Server.Faults.Add(during == "the answer's headers" ? Fault.StallHeaders() : Fault.StallBody(10_000), "restoreSessions", skip: 2);
        }

        using Invocation listing = second.Begin("Get-RestoreSession -Connection $c");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
        ShellResult result = listing.Wait();
        Assert.Equal(NotConnected, result.ErrorId);
        Assert.Contains("Run Connect-RestoreServer again", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }
}
