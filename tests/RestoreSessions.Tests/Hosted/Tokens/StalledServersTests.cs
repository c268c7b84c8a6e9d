using System.Net;
using System.Net.Sockets;
using FakeServer;
using HostedShell;
using ShellPackages;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Servers that fall silent within an answer, many more than the process has threads: the others are as fast as without them.</summary>
/// <remarks>In a process of its own, whose pool is given no more threads: a wait that takes one of them would never end.</remarks>
public sealed class StalledServersTests
{
    private const int Stalled = 150;
    private const int Healthy = 50;

    private const string Begin = """
        $null = [Threading.ThreadPool]::SetMaxThreads([Math]::Max(16, [Environment]::ProcessorCount), 1000)
        $credential = [pscredential]::new($env:TEST_USER, [Net.NetworkCredential]::new('', $env:TEST_PASSWORD).SecurePassword)
        $connect = @{ Credential = $credential; CertificateThumbprint = $env:TEST_THUMBPRINT; ApiVersion = 'v8'; TimeoutSec = 500; MaximumRetryCount = 0; PassThru = $true }

        """;

    // Shorter than the servers stall.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task servers_that_stall_in_their_token_keep_no_other_from_connecting()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { PortCount = Stalled + Healthy });
        HashSet<string> stalled = [.. server.Servers.Take(Stalled)];
        server.Faults.Add(Fault.StallBody(20), "token", times: int.MaxValue, when: r => stalled.Contains(r.Headers["Host"]));
        await using ChildProcess child = Start(server, server.Servers, Begin + "Connect-RestoreServer $env:TEST_SERVERS.Split(',') @connect | ForEach-Object { $_.Server }");
        Assert.Equal(server.Servers.Skip(Stalled).Order(StringComparer.Ordinal), (await ReadLinesAsync(child, Healthy)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_wait_on_servers_that_stall_keeps_no_other_runspace_from_connecting()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { PortCount = 6, SessionCount = 30 });
        string healthy = server.Servers[5];
        server.Faults.Add(Fault.StallBody(20), "RestoreSessions/", times: int.MaxValue);
        using TcpListener go = new(IPAddress.Loopback, 0);
        go.Start();
        await using ChildProcess child = Start(server, server.Servers.Take(5), Begin + $$"""
            $other = [powershell]::Create()
            $null = $other.AddScript({ param($module, $servers, $connect) Import-Module $module; $null = Connect-RestoreServer $servers @connect; Get-RestoreSession | Wait-RestoreSession -PollingIntervalSec 1 })
            $null = $other.AddArgument('{{Shell.ModulePath}}').AddArgument($env:TEST_SERVERS.Split(',')).AddArgument($connect).BeginInvoke()
            $null = [Net.Sockets.TcpClient]::new('127.0.0.1', {{((IPEndPoint)go.LocalEndpoint).Port}}).GetStream().ReadByte()
            (Connect-RestoreServer {{healthy}} @connect).Server
            """);
        using TcpClient waiting = await go.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        // As many as are looked at together, on each of the five.
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Count(r => r.BytesSent == 20) == 5 * 12, Longest), "not all of them stall");
        waiting.GetStream().WriteByte(1);
        Assert.Equal([healthy], await ReadLinesAsync(child, 1));
    }

    private static ChildProcess Start(RestoreServer server, IEnumerable<string> servers, string script)
    {
        return new ChildProcess(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{Shell.ModulePath}'; {script}"], new Dictionary<string, string>
        {
            ["TEST_SERVERS"] = string.Join(',', servers),
            ["TEST_USER"] = server.Options.UserName,
            ["TEST_PASSWORD"] = server.Options.Password,
            ["TEST_THUMBPRINT"] = server.Thumbprint,
        });
    }

    private static async Task<IReadOnlyList<string>> ReadLinesAsync(ChildProcess child, int count)
    {
        List<string> lines = [];
        while (lines.Count < count && await child.ReadLineAsync().WaitAsync(Longest) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
