using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Proxies that the environment names. .NET reads it once, and so each test has a process of its own.</summary>
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public async Task a_proxy_that_the_environment_names_is_gone_through(string variable)
    {
        await using ConnectProxy proxy = new();
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, (variable, proxy.Address));
        Assert.Equal("100 sessions", shown.Trim());
        Assert.Equal([server.Server], proxy.Tunnels.Distinct());
    }

    [Fact]
    public async Task the_proxy_finds_names_that_this_machine_does_not_know()
    {
        await using ConnectProxy proxy = new();
        await using RestoreServer server = await RestoreServer.StartAsync();
        string name = $"vbo.contoso.invalid:{server.Port}";
        Assert.Equal("100 sessions", (await ChildShell.ListAsync(server, ("HTTPS_PROXY", proxy.Address), ("TEST_SERVER", name))).Trim());
        Assert.Equal([name], proxy.Tunnels.Distinct());
    }

    [Theory]
    [InlineData("NO_PROXY", "127.0.0.1")]
    [InlineData("no_proxy", "localhost,127.0.0.1,.contoso.local")]
    public async Task a_server_that_no_proxy_names_is_reached_directly(string variable, string servers)
    {
        await using ConnectProxy proxy = new();
        await using RestoreServer server = await RestoreServer.StartAsync();
        Assert.Equal("100 sessions", (await ChildShell.ListAsync(server, ("HTTPS_PROXY", proxy.Address), (variable, servers))).Trim());
        Assert.Empty(proxy.Tunnels);
    }

    [Fact]
    public async Task the_proxy_named_in_the_command_beats_the_environment()
    {
        await using ConnectProxy own = new();
        await using ConnectProxy proxy = new();
        await using RestoreServer server = await RestoreServer.StartAsync();
        string shown = await ChildShell.ListAsync(server, ("HTTPS_PROXY", proxy.Address), ("NO_PROXY", "127.0.0.1"), ("TEST_PROXY", own.Address));
        Assert.Equal("100 sessions", shown.Trim());
        Assert.Empty(proxy.Tunnels);
        Assert.Equal([server.Server], own.Tunnels.Distinct());
    }

    [Fact]
    public async Task a_user_and_password_in_the_environment_are_given_to_the_proxy_and_shown_to_nobody()
    {
        await using ConnectProxy proxy = new("proxyuser:canary-proxy");
        await using RestoreServer server = await RestoreServer.StartAsync();
        string address = proxy.Address.Replace("//", "//proxyuser:canary-proxy@", StringComparison.Ordinal);
        Assert.Equal("100 sessions", (await ChildShell.ListAsync(server, ("HTTPS_PROXY", address))).Trim());
        Assert.NotEmpty(proxy.Tunnels);

        string refused = await ChildShell.ListAsync(server, ("HTTPS_PROXY", address.Replace("proxyuser", "otheruser", StringComparison.Ordinal)));
        Assert.Contains("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", refused, StringComparison.Ordinal);
        Assert.Contains("407", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused, StringComparison.Ordinal);
    }
}
