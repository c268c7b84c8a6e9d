using System.Collections.Concurrent;
using System.Management.Automation;
using System.Net;
using System.Text.Json;
using FakeServer;
using HostedShell;
using Xunit;
using Xunit.Sdk;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Canaries in the place of every secret, looked for in whatever a user can see, serialize or reach.</summary>
/// <remarks>Transcripts, Format-List, ConvertTo-Json and Export-Clixml are in tests/Pester/Secrets.Tests.ps1.</remarks>
public sealed class SecrecyTests
{
    private const string Password = "canary-password";
    private const string ProxyPassword = "canary-of-the-proxy";
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -Proxy $proxy -ProxyCredential $proxyCredential -ApiVersion v8 -TimeoutSec 1 -MaximumRetryCount 1 -PassThru";
    private const string UseToken = "Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint -Proxy $proxy -ProxyCredential $proxyCredential -ApiVersion v8 -TimeoutSec 1 -MaximumRetryCount 1 -PassThru";

    private const string UseAssertion = "Connect-RestoreServer $server @byTenant -CertificateThumbprint $thumbprint -Proxy $proxy -ProxyCredential $proxyCredential -ApiVersion v8 -TimeoutSec 1 -MaximumRetryCount 1 -PassThru";

    // Whatever a script can ask the runspace for afterwards.
    private const string Afterwards = "$Error; Get-History; $PSDefaultParameterValues; Get-RestoreConnection; $ExecutionContext.SessionState.PSVariable.Get('Error')";

    private static readonly string[] Commands =
    [
        Connect,
        UseToken,
        UseAssertion,
        "Get-RestoreSession",
        "Get-RestoreSession -Last 1 | Get-RestoreSessionEvent",
        "Get-RestoreSession -Last 1 | Get-RestoreSessionStatistics",
        "Get-RestoreSession -Last 1 | Get-RestoreOrganization",
        "Get-RestoreOrganization",
        "Start-RestoreSession contoso.onmicrosoft.com -Type Exchange",
        "Get-RestoreSession -Last 1 | Stop-RestoreSession -PassThru -Confirm:$false",
        "Get-RestoreSession -Last 1 | Wait-RestoreSession -TimeoutSec 1",
        "Disconnect-RestoreServer",
    ];

    private static readonly string[] Names = ["none", .. FaultMatrixTests.Faults.Keys, "the secrets themselves"];

    [Fact]
    public async Task no_canary_is_seen_whatever_happens()
    {
        ConcurrentQueue<string> faults = new(Names);
        ConcurrentBag<string> wrong = [];

        // Most of the time is spent waiting, for a time-out or before a retry.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (faults.TryDequeue(out string? fault))
            {
                try
                {
                    await Task.Run(() => LookAsync(fault));
                }
                catch (XunitException e)
                {
                    wrong.Add($"{fault}: {e.Message}");
                }
            }
        }));
        Assert.True(wrong.IsEmpty, string.Join("\n", wrong));
    }

    [Fact]
    public void a_canary_would_be_found_wherever_it_sat()
    {
        string[] secrets = [Password];
        Exception cause = new HttpListenerException(1, $"it was {Password}");
        object[] holders =
        [
            Password,
            new NetworkCredential("user", Password),
            new PSObject(new { A = new[] { new { B = new NetworkCredential("user", Password) } } }),
            new ErrorRecord(new RestoreServerException("no", cause), "x", ErrorCategory.NotSpecified, null),
            new ErrorRecord(new InvalidOperationException(), "x", ErrorCategory.NotSpecified, new Dictionary<string, object> { ["a"] = new List<object> { Password } }),
        ];
        Assert.All(holders, holder => Assert.NotNull(ObjectGraph.FindInPublic(holder, secrets)));
    }

    private static async Task LookAsync(string fault)
    {
        await using ConnectProxy proxy = new("proxyuser:" + ProxyPassword);
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 12, MaximumLimit = 5, Password = Password });
        using Shell shell = Open(server, proxy);
        foreach (string command in Commands)
        {
            bool isConnecting = command is Connect or UseToken or UseAssertion;
            if (!isConnecting)
            {
                Assert.Null(shell.Run(Connect).ErrorId);
            }

            if (fault == "the secrets themselves")
            {
                string[] said = command switch
                {
                    Connect => [Password],
                    UseToken => [server.Secrets[0]],
                    UseAssertion => [server.Options.Tenant.Assertion!, "tenant+assertion/=&%"],
                    _ => [.. server.Secrets.Where(s => s.StartsWith("access-", StringComparison.Ordinal) || s.StartsWith("refresh-", StringComparison.Ordinal)).TakeLast(2), Password],
                };
                server.Faults.Add(Fault.Status(500, $$"""{"message":"{{JsonEncodedText.Encode(string.Join(" and ", said))}}"}"""), times: int.MaxValue);
            }
            else if (fault != "none")
            {
                server.Faults.Add(FaultMatrixTests.Faults[fault](), skip: command.Contains('|', StringComparison.Ordinal) ? 1 : 0, times: int.MaxValue);
            }

            ShellResult result = shell.Run("$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'; " + command);
            server.Faults.Clear();
            server.Faults.Release();
            AssertNothingIn(result, 10, [.. server.Secrets, "tenant+assertion", ProxyPassword], command);
            AssertNothingIn(shell.Run(Afterwards), 2, [.. server.Secrets, ProxyPassword], command + ", afterwards");
        }
    }

    private static Shell Open(RestoreServer server, ConnectProxy proxy)
    {
        Shell shell = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?>
            {
                ["server"] = server.Server,
                ["thumbprint"] = server.Thumbprint,
                ["proxy"] = proxy.Address,
                ["credential"] = ShellFixture.Credential(server.Options.UserName, Password),
                ["byTenant"] = ShellFixture.Assertion(server.Options.Tenant),
                ["proxyCredential"] = ShellFixture.Credential("proxyuser", ProxyPassword),
            },
        });
        Assert.Null(shell.Run(Connect).ErrorId);
        shell.Runspace.SessionStateProxy.SetVariable("token", new NetworkCredential("", server.Secrets[0]).SecurePassword);
        return shell;
    }

    private static void AssertNothingIn(ShellResult result, int depth, string[] secrets, string command)
    {
        string everything = result.Everything() + string.Concat(result.Output.Select(o => PSSerializer.Serialize(o, depth)));
        Assert.All(secrets, secret => Assert.False(everything.Contains(secret, StringComparison.Ordinal), $"{command}: {secret[..Math.Min(10, secret.Length)]}"));
        foreach (object one in result.Output.Concat<object>(result.Errors).Concat(result.Information).Concat(result.Progress))
        {
            Assert.Null(ObjectGraph.FindInPublic(one, secrets) is { } where ? $"{command}: {where}" : null);
        }
    }
}
