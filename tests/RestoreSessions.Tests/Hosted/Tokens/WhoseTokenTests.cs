using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>With whose rights a runspace works on what another runspace, of another user, has read: with its own wherever it is connected.</summary>
public sealed class WhoseTokenTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Commands =>
    [
        "Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionEvent -EventId $event", "Get-RestoreSessionStatistics", "Get-RestoreOrganization",
        "Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 1", "Stop-RestoreSession -Confirm:$false", "Export-RestoreSessionReport $file -IncludeEvent",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task where_the_runspace_is_connected_every_request_has_its_own_token_and_elsewhere_that_of_the_session(string command)
    {
        using TemporaryFolder folder = new();
        await using Borrowed borrowed = await Borrowed.OpenAsync(folder);
        string[] own = borrowed.ConnectOwn();
        ShellResult result = borrowed.Run($"$sessions | {command}");
        Assert.All(result.Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(own, Borrowed.TokensAt(borrowed.First));
        Assert.Equal([borrowed.TokenOfSecond], Borrowed.TokensAt(borrowed.Second));
        Assert.NotEqual(borrowed.TokenOfFirst, Assert.Single(own));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task without_a_connection_every_request_has_the_token_of_its_session_s_own_server(string command)
    {
        using TemporaryFolder folder = new();
        await using Borrowed borrowed = await Borrowed.OpenAsync(folder);
        ShellResult result = borrowed.Run($"$sessions | {command}");
        Assert.All(result.Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal([borrowed.TokenOfFirst], Borrowed.TokensAt(borrowed.First));
        Assert.Equal([borrowed.TokenOfSecond], Borrowed.TokensAt(borrowed.Second));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task where_connection_names_one_no_other_is_used(string command)
    {
        using TemporaryFolder folder = new();
        await using Borrowed borrowed = await Borrowed.OpenAsync(folder);
        string[] own = borrowed.ConnectOwn();
        ShellResult result = borrowed.Run($"$sessions | {command} -Connection $server");
        Assert.Contains(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("ServerNotConnected,", StringComparison.Ordinal));
        Assert.All(result.Errors, error => Assert.True(error.FullyQualifiedErrorId.Split(',')[0] is "ServerNotConnected" or "WaitTimedOut", error.FullyQualifiedErrorId));
        Assert.Equal(own, Borrowed.TokensAt(borrowed.First));
        Assert.Empty(borrowed.Second.Requests);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task what_came_through_a_connection_that_is_closed_sends_nothing_there_and_the_own_one_is_used(string command)
    {
        using TemporaryFolder folder = new();
        await using Borrowed borrowed = await Borrowed.OpenAsync(folder);
        string[] own = borrowed.ConnectOwn();
        borrowed.Owner.Run("Disconnect-RestoreServer");
        borrowed.Clear();
        ShellResult result = borrowed.Run($"$sessions | {command}");
        Assert.Contains(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("ServerNotConnected,", StringComparison.Ordinal));
        Assert.Equal(own, Borrowed.TokensAt(borrowed.First));
        Assert.Empty(borrowed.Second.Requests);
    }

    [Fact]
    public async Task a_session_of_an_organization_is_started_with_the_own_token_too()
    {
        using TemporaryFolder folder = new();
        await using Borrowed borrowed = await Borrowed.OpenAsync(folder);
        string[] own = borrowed.ConnectOwn();
        Assert.Null(borrowed.Run("$organizations | Start-RestoreSession -Type Exchange").ErrorId);
        Assert.Equal(own, Borrowed.TokensAt(borrowed.First));
        Assert.Equal([borrowed.TokenOfSecond], Borrowed.TokensAt(borrowed.Second));
        Assert.Equal((1, 1), (borrowed.First.Started.Count, borrowed.Second.Started.Count));
    }

    /// <summary>A runspace without connections that has the sessions of two servers, which another one has read: $sessions, $event and $organizations; $own is a token of the first server.</summary>
    private sealed class Borrowed : IAsyncDisposable
    {
        private readonly ShellFixture _fixture;
        private readonly Shell _shell;

        private Borrowed(ShellFixture fixture, RestoreServer second, Shell shell)
        {
            _fixture = fixture;
            Second = second;
            _shell = shell;
            (TokenOfFirst, TokenOfSecond) = (TokensAt(First).Single(), TokensAt(Second).Single());
            Clear();
        }

        public RestoreServer First => _fixture.Server;

        public RestoreServer Second { get; }

        public Shell Owner => _fixture.Shell;

        public string TokenOfFirst { get; }

        public string TokenOfSecond { get; }

        public static async Task<Borrowed> OpenAsync(TemporaryFolder folder)
        {
            ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
            RestoreServer second = await RestoreServer.StartAsync();
            SessionRecord shared = new() { CreationTime = Start, State = "Working", EventCount = 1 };
            fixture.Server.Sessions.Use([shared]);
            second.Sessions.Use([shared]);
            Assert.Null(fixture.Run($"Connect-RestoreServer $server, {second.Server} $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
            Shell shell = new(new ShellOptions
            {
                Variables = new Dictionary<string, object?>
                {
                    ["server"] = fixture.Server.Server,
                    ["file"] = folder["audit.html"],
                    ["own"] = new System.Net.NetworkCredential("", fixture.Server.IssueToken()).SecurePassword,
                    ["sessions"] = fixture.Run("Get-RestoreSession").Output,
                    ["event"] = fixture.Run("Get-RestoreSession -Connection $server | Get-RestoreSessionEvent").One<RestoreSessionEvent>().Id,
                    ["organizations"] = fixture.Run("Get-RestoreOrganization contoso*").Output,
                },
            });
            return new Borrowed(fixture, second, shell);
        }

        /// <summary>Connects this runspace to the first server with a token of its own, and returns the tokens that the server then saw.</summary>
        public string[] ConnectOwn()
        {
            Assert.Null(Run("Connect-RestoreServer $server -AccessToken $own -SkipCertificateCheck -ApiVersion v8").ErrorId);
            string[] own = TokensAt(First);
            Clear();
            return own;
        }

        public ShellResult Run(string script) => _shell.Run(script);

        /// <summary>The tokens that a server has seen, each once.</summary>
        public static string[] TokensAt(RestoreServer server) =>
            [.. server.Requests.Where(request => !request.Path.EndsWith("/token", StringComparison.OrdinalIgnoreCase)).Select(request => request.Headers.GetValueOrDefault("Authorization", "none")).Distinct()];

        public void Clear()
        {
            First.Requests.Clear();
            Second.Requests.Clear();
        }

        public async ValueTask DisposeAsync()
        {
            _shell.Dispose();
            await _fixture.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
