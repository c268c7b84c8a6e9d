using System.Net.Sockets;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Connections that are chosen by the names of their servers.</summary>
public sealed class ConnectionNameTests
{
    private const string Refused = "ParameterArgumentTransformationError,RestoreSessions.Commands.GetRestoreSessionCommand";

    [Fact]
    public async Task a_server_is_chosen_by_its_name_or_a_pattern_wherever_a_connection_is_taken()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        string[] Servers(string script) => [.. fixture.Run(script).As<RestoreSession>().Select(s => s.Server!).Distinct().Order(StringComparer.Ordinal)];
        string[] both = [.. new[] { fixture.Server.Server, other.Server }.Order(StringComparer.Ordinal)];
        Assert.Equal([other.Server], Servers($"Get-RestoreSession -Connection {other.Server}"));
        Assert.Equal([fixture.Server.Server], Servers($"Get-RestoreSession -Connection *:{fixture.Server.Port}"));
        Assert.Equal(both, Servers("Get-RestoreSession -Connection 127.*"));
        Assert.Equal(both, Servers($"Get-RestoreSession -Connection {other.Server}, (Get-RestoreConnection)[0]"));
        Assert.Equal([other.Server], fixture.Run($"Get-RestoreOrganization -Connection {other.Server}").As<RestoreOrganization>().Select(o => o.Server!).Distinct());
    }

    [Fact]
    public async Task a_connection_named_twice_is_used_once()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession -Connection 127.*, $server, (Get-RestoreConnection)").As<RestoreSession>().Select(s => s.Id));
        Assert.Single(fixture.Server.Requests.Listings);
    }

    [Fact]
    public async Task disconnecting_by_name_closes_that_connection_alone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        Assert.Null(fixture.Run($"Disconnect-RestoreServer {other.Server}").ErrorId);
        Assert.Equal(fixture.Server.Server, fixture.Run("Get-RestoreConnection").One<RestoreConnection>().Server);
        Assert.Equal("ParameterArgumentTransformationError,RestoreSessions.Commands.DisconnectRestoreServerCommand", fixture.Run($"Disconnect-RestoreServer {other.Server}").ErrorId);
    }

    [Fact]
    public async Task a_name_that_no_connected_server_has_is_an_error_that_names_those_connected()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach (string name in new[] { "elsewhere", "elsewhere*" })
        {
            ShellResult result = fixture.Run($"Get-RestoreSession -Connection {name}");
            Assert.Equal(Refused, result.ErrorId);
            Assert.Contains($"There is no connection to '{name}'. This runspace is connected to {fixture.Server.Server}.", result.Errors[0].ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(fixture.Server.Requests);
        Assert.Contains("This runspace has no connection.", fixture.Run("Disconnect-RestoreServer; Get-RestoreSession -Connection vbo*").Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-RestoreConnection))))")]
    [InlineData("(Get-RestoreConnection | Select-Object *)")]
    [InlineData("([RestoreSessions.RestoreConnection]@{ Server = $server })")]
    public async Task a_copy_of_a_connection_or_one_that_a_test_made_is_refused_and_the_error_says_why(string copy)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run($"Get-RestoreSession -Connection {copy}");
        Assert.Equal(Refused, result.ErrorId);
        Assert.Contains("This is no connection that Connect-RestoreServer made in this process: a copy, or one that a test made, cannot be used.", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task tab_completes_the_servers_of_a_connection()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        IReadOnlyList<string> offered = fixture.Run("$line = 'Get-RestoreSession -Connection 127'; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText").As<string>();
        Assert.Equal([fixture.Server.Server], offered);
    }

    [Fact]
    public async Task the_brackets_of_an_address_are_no_pattern()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string server = $"[::ffff:127.0.0.1]:{fixture.Server.Port}";
        Assert.Null(fixture.Run($"Connect-RestoreServer '{server}' $credential -SkipCertificateCheck").ErrorId);
        Assert.Equal(server, fixture.Run($"Get-RestoreConnection '{server}'").One<RestoreConnection>().Server);
        Assert.Equal(100, fixture.Run($"Get-RestoreSession -Connection '{server}'").As<RestoreSession>().Count);
        Assert.Null(fixture.Run($"Disconnect-RestoreServer '{server}'").ErrorId);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
    }

    private static Task<RestoreServer> ConnectOtherAsync(ShellFixture fixture) => fixture.AddServerAsync(new ServerOptions { SessionCount = 3, Seed = 2 }, "-ApiVersion v5");
}
