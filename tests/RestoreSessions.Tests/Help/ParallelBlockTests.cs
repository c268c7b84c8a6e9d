using System.Text.RegularExpressions;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Help;

/// <summary>What about_RestoreSessions says of blocks that connect, under PARALLEL RUNS, and of a server's names.</summary>
public sealed class ParallelBlockTests
{
    private static readonly string About = File.ReadAllText(Path.Combine(HelpPage.Folder, "about_RestoreSessions.help.txt"));

    [Fact]
    public async Task a_block_that_connects_as_the_help_shows_lists_its_own_server_alone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 }, isConnected: false);
        await using RestoreServer second = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 4, Seed = 2 });
        await using RestoreServer third = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 5, Seed = 3 });
        RestoreServer[] servers = [fixture.Server, second, third];
        fixture.Run($"function Get-Secret {{ $credential }}; $servers = {string.Join(", ", servers.Select(server => $"'{server.Server}'"))}");
        string block = Regex.Match(About, @"(?s)        \$credential = Get-Secret vbo-reader\n        \$servers \| ForEach-Object -Parallel \{.*?\n        \}\n").Value;

        // Without -Connection and Disconnect-RestoreServer, a later block finds the connections of those before it: else this would prove nothing.
        string careless = Regex.Replace(block, @" -Connection \$connection|Disconnect-RestoreServer \$connection", "");
        Assert.Equal(servers.Sum(server => server.Sessions.Count), Listed(fixture, block).Count);
        Assert.Equal(servers.SelectMany(server => server.Sessions.AllIds()).Order(), Listed(fixture, block).Order());
        Assert.Equal(3 + (3 + 4) + (3 + 4 + 5), Listed(fixture, careless).Count);
    }

    [Fact]
    public async Task a_server_under_two_names_is_listed_twice_as_the_help_says()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string[] names = [$"localhost:{fixture.Server.Port}", $"127.0.0.1:{fixture.Server.Port}"];
        Assert.Null(fixture.Run($"Connect-RestoreServer {string.Join(", ", names)} $credential -CertificateThumbprint $thumbprint").ErrorId);
        IEnumerable<(string?, Guid)> expected = names.SelectMany(name => fixture.Server.Sessions.AllIds().Select(id => ((string?)name, id)));
        Assert.Equal(expected.Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(session => (session.Server, session.Id)).Order());
        Assert.All([About, string.Join(' ', HelpPage.All.Single(page => page.Name == "Connect-RestoreServer").Paragraphs("DESCRIPTION"))], text => Assert.Matches(@"is\s+two\s+connections:\s+this\s+is\s+not\s+noticed", text));
    }

    // One runspace for all blocks; the stand-in servers' certificates are their own.
    private static IReadOnlyList<Guid> Listed(ShellFixture fixture, string block) => [.. fixture.Run(block
        .Replace("Import-Module RestoreSessions", $"Import-Module '{Shell.ModulePath}'", StringComparison.Ordinal)
        .Replace("-Parallel", "-ThrottleLimit 1 -Parallel", StringComparison.Ordinal)
        .Replace("-PassThru", "-PassThru -SkipCertificateCheck", StringComparison.Ordinal)).As<RestoreSession>().Select(session => session.Id)];
}
