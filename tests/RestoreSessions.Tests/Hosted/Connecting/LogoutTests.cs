using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>How several servers are told of the logout, and what is left when they say nothing.</summary>
public sealed class LogoutTests
{
    private const string NotConnected = "NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand";

    [Theory]
    [InlineData("Disconnect-RestoreServer")]
    [InlineData("Get-RestoreConnection | Disconnect-RestoreServer")]
    public async Task servers_are_told_of_the_logout_side_by_side(string command)
    {
        await using Servers servers = await Servers.ConnectAsync();
        servers.StallLogouts();
        using Invocation closing = servers.Shell.Begin(command);
        foreach (RestoreServer server in servers)
        {
            await server.Faults.WaitUntilStalledAsync();
        }

        servers.Release();
        Assert.Empty(closing.Wait().Errors);
        Assert.All(servers, server => Assert.Equal(204, Assert.Single(server.Requests).StatusCode));
    }

    [Theory]
    [InlineData("", "5 s")]
    [InlineData("-TimeoutSec 2", "2 s")]
    public async Task servers_that_say_nothing_are_waited_for_seconds_and_not_their_whole_time_out(string timeout, string waited)
    {
        await using Servers servers = await Servers.ConnectAsync(timeout);
        servers.StallLogouts();
        using Invocation closing = servers.Shell.Begin("Disconnect-RestoreServer -Verbose");
        ShellResult result = await Task.Run(closing.Wait, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(50), TestContext.Current.CancellationToken);
        Assert.Empty(result.Errors);
        Assert.All(servers, server => Assert.Contains(
            result.Verbose, line => line.StartsWith($"{server.Server} was not told of the logout: ", StringComparison.Ordinal) && line.Contains(waited, StringComparison.Ordinal)));
        Assert.Empty(servers.Shell.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task a_piped_connection_cannot_be_used_any_more_before_the_next_one_comes()
    {
        await using Servers servers = await Servers.ConnectAsync();
        ShellResult result = servers.Shell.Run("""
            $connections = Get-RestoreConnection
            $said = [Collections.Generic.List[object]]::new()
            & {
                foreach ($connection in $connections) {
                    $connection
                    $said.Add(@(Get-RestoreConnection).Count)
                    try { Get-RestoreSession -Connection $connection -ErrorAction Stop } catch { $said.Add($_.FullyQualifiedErrorId) }
                }
            } | Disconnect-RestoreServer
            $said
            """);
        Assert.Equal([2, NotConnected, 1, NotConnected, 0, NotConnected], result.As<object>());
        Assert.All(servers, server => Assert.EndsWith("/token/logout", Assert.Single(server.Requests).Path, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Disconnect-RestoreServer", true)]
    [InlineData("& { Get-RestoreConnection; throw 'broken' } | Disconnect-RestoreServer", false)]
    public async Task connections_are_gone_and_forgotten_when_the_command_is_given_up(string command, bool isStopped)
    {
        await using Servers servers = await Servers.ConnectAsync();
        servers.StallLogouts();
        RestoreConnection[] connections = [.. servers.Shell.Run("Get-RestoreConnection").As<RestoreConnection>()];
        Assert.Equal(3, connections.Length);
        using Invocation closing = servers.Shell.Begin(command);
        if (isStopped)
        {
            await servers.First().Faults.WaitUntilStalledAsync();
            closing.Stop();
        }

        closing.Wait();
        Assert.Empty(servers.Shell.Run("Get-RestoreConnection").Output);
        foreach (RestoreServer server in servers)
        {
            await server.Requests.WaitUntilIdleAsync();
        }

        Assert.All(connections, connection => Assert.Null(ObjectGraph.FindInMemory(connection, [.. servers.SelectMany(server => server.Secrets)])));
    }

    [Fact]
    public async Task a_token_that_is_no_longer_valid_is_not_renewed_for_the_logout()
    {
        await using Servers servers = await Servers.ConnectAsync();
        RestoreServer server = servers.First();
        server.ExpireTokens();
        Assert.Empty(servers.Shell.Run("Disconnect-RestoreServer").Errors);
        Assert.Empty(server.Requests.Tokens);
        Assert.Equal(401, Assert.Single(server.Requests).StatusCode);
    }

    /// <summary>A shell that is connected to three servers, with a version that has a logout.</summary>
    private sealed class Servers : List<RestoreServer>, IAsyncDisposable
    {
        private ShellFixture? _fixture;

        public Shell Shell => _fixture!.Shell;

        public static async Task<Servers> ConnectAsync(string arguments = "")
        {
            Servers servers = new() { _fixture = await ShellFixture.OpenAsync(isConnected: false) };
            servers.Add(servers._fixture.Server);
            servers.Add(await RestoreServer.StartAsync());
            servers.Add(await RestoreServer.StartAsync());
            Assert.Null(servers.Shell.Run($"Connect-RestoreServer {string.Join(", ", servers.Select(s => s.Server))} $credential -SkipCertificateCheck -ApiVersion v8 {arguments}").ErrorId);
            servers.ForEach(server => server.Requests.Clear());
            return servers;
        }

        public void StallLogouts() => ForEach(server => server.Faults.Add(Fault.StallHeaders(), "logout", times: int.MaxValue));

        public void Release() => ForEach(server => server.Faults.Release());

        public async ValueTask DisposeAsync()
        {
            await _fixture!.DisposeAsync();
            foreach (RestoreServer server in this.Skip(1))
            {
                await server.DisposeAsync();
            }
        }
    }
}
