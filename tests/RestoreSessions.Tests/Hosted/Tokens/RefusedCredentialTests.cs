using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Each refused logon brings an account nearer to being locked: a credential that was refused is not sent again before the next Connect-RestoreServer.</summary>
[Collection(LongPatience.Tab)]
public sealed class RefusedCredentialTests
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8 ";
    private const string Refused = "AuthenticationFailed,RestoreSessions.Commands.";
    private const string Tabs = "1..10 | ForEach-Object { (TabExpansion2 'Get-RestoreSession -Id ').CompletionMatches.Count; (TabExpansion2 'Get-RestoreSession -Organization ').CompletionMatches.Count }";

    private static readonly Dictionary<string, string> NoWait = new() { ["Retry-After"] = "0" };

    [Fact]
    public async Task twenty_commands_send_one_logon_and_write_the_same_error()
    {
        await using ShellFixture fixture = await OpenRefusedAsync();
        ShellResult result = fixture.Run("1..20 | ForEach-Object { try { Get-RestoreSession } catch { $_ } }");
        ErrorRecord[] errors = [.. result.As<ErrorRecord>()];
        Assert.Equal(20, errors.Length);
        Assert.All(errors, error => Assert.Equal(
            (Refused + "GetRestoreSessionCommand", errors[0].ToString(), fixture.Server.Options.UserName), (error.FullyQualifiedErrorId, error.ToString(), error.TargetObject)));
        Assert.Contains($"refused the logon of {fixture.Server.Options.UserName}", errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["/v8/RestoreSessions", "refresh_token", "password"], Sent(fixture));
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent $s", 600)]
    [InlineData("$s | Get-RestoreSessionStatistics", 600)]
    [InlineData("$s | Stop-RestoreSession -Confirm:$false", 600)]
    [InlineData("Wait-RestoreSession $s -TimeoutSec 60 -PollingIntervalSec 1", 600)]
    [InlineData("Get-RestoreSession; Get-RestoreOrganization; Start-RestoreSession contoso.onmicrosoft.com -Type Exchange; Disconnect-RestoreServer", 1)]
    public async Task every_command_keeps_to_it(string command, int sessions)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 }, isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, sessions).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, i % 60, DateTimeKind.Utc), State = "Working", EventCount = 1 }));
        Assert.Null(fixture.Run(Connect + "; $s = @(Get-RestoreSession)").ErrorId);
        Refuse(fixture);
        ShellResult result = fixture.Run(command);
        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.StartsWith(Refused, error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(["refresh_token", "password"], Sent(fixture).Where(sent => !sent.StartsWith('/')));

        // Those that were under way when the first was refused, and nothing after it.
        Assert.InRange(fixture.Server.Requests.Count, 3, 2 + 12);
        fixture.Server.Requests.Clear();
        Assert.NotEmpty(fixture.Run("Get-RestoreSession").Errors);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("try { Get-RestoreSession } catch { }; ")]
    public async Task tab_sends_no_logon_after_the_first(string before)
    {
        await using ShellFixture fixture = await OpenRefusedAsync();
        Assert.Null(fixture.Run(before + Tabs).ErrorId);
        Assert.Equal(["refresh_token", "password"], Sent(fixture).Where(sent => !sent.StartsWith('/')));
    }

    [Fact]
    public async Task runspaces_that_share_the_connection_share_the_refusal()
    {
        await using ShellFixture fixture = await OpenRefusedAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        Shell[] shells = [.. Enumerable.Range(0, 6).Select(_ => new Shell(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } }))];
        foreach (int round in new[] { 1, 2 })
        {
            ShellResult[] results = await Task.WhenAll(shells.Select(shell => shell.RunAsync("Get-RestoreSession -Connection $c")));
            Assert.All(results, result => Assert.Equal((round, Refused + "GetRestoreSessionCommand"), (round, result.ErrorId)));
        }

        Assert.Equal(["refresh_token", "password"], Sent(fixture).Where(sent => !sent.StartsWith('/')));
        Array.ForEach(shells, shell => shell.Dispose());
    }

    [Fact]
    public async Task connecting_again_sends_a_credential_again()
    {
        await using ShellFixture fixture = await OpenRefusedAsync();
        Assert.Equal(Refused + "GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        fixture.Server.Options.Password = new System.Net.NetworkCredential("", ((PSCredential)fixture.Shell.Runspace.SessionStateProxy.GetVariable("credential")).Password).Password;
        Assert.Equal(Refused + "GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Null(fixture.Run(Connect).ErrorId);
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task what_is_no_refusal_leaves_the_credential_to_the_next_command_and_the_refused_refresh_token_is_not_sent_again(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run(Connect + $"-MaximumRetryCount 0 -TimeoutSec {(status == 0 ? 5 : 100)}").ErrorId);
        fixture.Server.Requests.Clear();
        fixture.Server.ExpireTokens();
        fixture.Server.RevokeRefreshTokens();
        fixture.Server.Faults.Add(status == 0 ? Fault.StallHeaders() : Fault.Status(status, headers: NoWait), "token", when: r => r.Body.Contains("password", StringComparison.Ordinal));
        Assert.Equal((status == 0 ? "RequestTimedOut" : "ServerFailed") + ",RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);

        // The command's own time-out may end a moment before that of the logon, which the next command then still shares.
        const string Next = "for ($i = 0; $i -lt 10000; $i++) { try { Get-RestoreSession; break } catch { if ($_.FullyQualifiedErrorId -notlike 'RequestTimedOut,*') { throw } } }";
        Assert.Equal(100, fixture.Run(status == 0 ? Next : "Get-RestoreSession").As<RestoreSession>().Count);
        Assert.Equal(["refresh_token", "password", "password"], Sent(fixture).Where(sent => !sent.StartsWith('/')));
    }

    [Theory]
    [InlineData("@byTenant", "refresh_token")]
    [InlineData("-AccessToken $token", null)]
    public async Task without_a_credential_what_was_refused_is_not_sent_again_either(string who, string? sent)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string connect = $"$token = [Net.NetworkCredential]::new('', '{fixture.Server.IssueToken()}').SecurePassword; Connect-RestoreServer $server {who} -CertificateThumbprint $thumbprint -ApiVersion v8";
        Assert.Null(fixture.Run(connect).ErrorId);
        Refuse(fixture);
        string[] texts = [.. fixture.Run("1..5 | ForEach-Object { try { Get-RestoreSession } catch { \"$($_.FullyQualifiedErrorId) $_\" } }").As<string>()];
        Assert.Equal(5, texts.Length);
        Assert.All(texts, text => Assert.Equal(texts[0], text));
        Assert.StartsWith(Refused + "GetRestoreSessionCommand ", texts[0], StringComparison.Ordinal);
        Assert.Equal(new[] { "/v8/RestoreSessions", sent }.OfType<string>(), Sent(fixture));
    }

    [Theory]
    [InlineData("0", 2)]
    [InlineData(null, 2)]
    [InlineData("3600", 1)]
    public async Task a_logon_that_comes_too_often_for_the_server_is_sent_once_more_at_most(string? retryAfter, int times)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Faults.Add(Fault.Status(429, headers: retryAfter is null ? null : new Dictionary<string, string> { ["Retry-After"] = retryAfter }), "token", times: int.MaxValue);
        Assert.Equal("ServerFailed,RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run(Connect + "-MaximumRetryCount 5").ErrorId);
        Assert.Equal(Enumerable.Repeat("password", times), Sent(fixture));

        // So it is where the command that needs it would be repeated.
        fixture.Server.Faults.Clear();
        Assert.Null(fixture.Run(Connect + "-MaximumRetryCount 5").ErrorId);
        Refuse(fixture);
        fixture.Server.Faults.Add(Fault.Status(429, headers: NoWait), "token", times: int.MaxValue, when: r => r.Body.Contains("password", StringComparison.Ordinal));
        Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Equal(["/v8/RestoreSessions", "refresh_token", "password", "password"], Sent(fixture));
    }

    private static async Task<ShellFixture> OpenRefusedAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run(Connect).ErrorId);
        Refuse(fixture);
        return fixture;
    }

    private static void Refuse(ShellFixture fixture)
    {
        fixture.Server.ExpireTokens();
        fixture.Server.RevokeRefreshTokens();
        fixture.Server.Options.Password = "changed";
        fixture.Server.Requests.Clear();
    }

    /// <summary>The paths of requests, and of token requests the kind.</summary>
    private static IEnumerable<string> Sent(ShellFixture fixture) =>
        fixture.Server.Requests.Select(r => r.Path.EndsWith("/token", StringComparison.Ordinal) ? r.Body.Split('&')[0].Split('=')[1] : r.Path);
}
