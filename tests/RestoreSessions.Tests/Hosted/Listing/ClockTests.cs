using System.Globalization;
using System.Net;
using FakeServer;
using HostedShell;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Tests.Unit;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Somebody sets this machine's clock, or wakes it from sleep, while it is connected.</summary>
public sealed class ClockTests
{
    private static readonly DateTime Noon = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<double> Jumps => [-26, -3, -0.5, 0.5, 3, 26];

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task a_clock_that_is_set_hides_no_session(double hours)
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon), SessionCount = 100, Anchor = Noon, MaximumLimit = 30 });
        using Shell shell = await ConnectAsync(server, clock);
        clock.Jump(TimeSpan.FromHours(hours));
        Assert.Equal(server.Sessions.AllIds(), shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>().Select(s => s.Id));
        DateTime end = EndOf(server.Requests.Listings[0]);
        Assert.True(end > Noon, $"pinned to {end:o}");

        // The answer told the server's time anew.
        server.Requests.Clear();
        Assert.Null(shell.Run("Get-RestoreSession -Connection $c").ErrorId);
        Assert.Equal(Noon.AddHours(Math.Max(0, hours)).AddSeconds(3), EndOf(server.Requests.Listings[0]));
    }

    [Theory]
    [InlineData("Mon, 01 Jun 2026 12:00:00 GMT", 0)]
    [InlineData("Sun, 31 May 2026 23:00:00 GMT", 0)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", 0)]
    [InlineData("Tue, 02 Jun 2026 01:00:00 GMT", 13)]
    [InlineData("no date at all", 0)]
    public async Task a_date_that_is_slow_hides_no_session_of_today(string date, double ahead)
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = date, SessionCount = 100, Anchor = Noon.AddSeconds(-1), MaximumLimit = 30 });
        using Shell shell = await ConnectAsync(server, clock);
        foreach (string command in new[] { "Get-RestoreSession -Connection $c", "Get-RestoreSession -Connection $c -StartTimeFrom 2026-01-01" })
        {
            server.Requests.Clear();
            Assert.Equal(server.Sessions.AllIds(), shell.Run(command).As<RestoreSession>().Select(s => s.Id));
            Assert.Equal(Noon.AddHours(ahead).AddSeconds(3), EndOf(server.Requests.Listings[0]));
        }
    }

    [Fact]
    public async Task the_date_of_a_gateways_error_page_hides_no_session()
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon), SessionCount = 100, Anchor = Noon.AddSeconds(-1) });
        using Shell shell = await ConnectAsync(server, clock);
        server.Faults.Add(Fault.Status(502, "<html>", "text/html", new Dictionary<string, string> { ["Date"] = "Mon, 01 Jan 0001 00:00:00 GMT" }), "restoreSessions");
        Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", shell.Run("Get-RestoreSession -Connection $c").ErrorId);
        Assert.Equal(server.Sessions.AllIds(), shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task a_session_that_has_just_started_is_seen_although_servers_make_a_date_header_but_once_a_second()
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon), SessionCount = 0 });
        using Shell shell = await ConnectAsync(server, clock);
        server.Sessions.Use([new SessionRecord { CreationTime = Noon.AddSeconds(2.5) }]);
        Assert.Single(shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>());
    }

    [Fact]
    public async Task a_backup_is_opened_at_a_moment_that_the_server_has_reached()
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon), SessionCount = 0 });
        using Shell shell = await ConnectAsync(server, clock);
        clock.Jump(TimeSpan.FromHours(-3));
        Assert.Null(shell.Run("Start-RestoreSession contoso.onmicrosoft.com -Type Exchange -Connection $c").ErrorId);
        Assert.Contains("2026-06-01T12:00:00.0000000Z", server.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_machine_that_has_slept_sees_what_started_meanwhile()
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon), SessionCount = 0 });
        using Shell shell = await ConnectAsync(server, clock);

        // While a machine sleeps its monotonic clock stands still, and the wall clock does not.
        clock.Jump(TimeSpan.FromHours(8));
        server.Options.DateHeader = Http(Noon.AddHours(8));
        server.Sessions.Use([new SessionRecord { CreationTime = Noon.AddHours(7) }]);
        Assert.Single(shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>());
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task a_token_is_renewed_when_its_time_has_passed_whatever_the_clock_shows(double hours)
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = Http(Noon) });
        using Shell shell = await ConnectAsync(server, clock);
        clock.Jump(TimeSpan.FromHours(hours));
        clock.Pass(TimeSpan.FromMinutes(58));
        Assert.Equal(100, shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>().Count);
        Assert.Empty(server.Requests.Tokens);

        clock.Jump(TimeSpan.FromHours(-2 * hours));
        clock.Pass(TimeSpan.FromMinutes(1.5));
        Assert.Equal(100, shell.Run("Get-RestoreSession -Connection $c").As<RestoreSession>().Count);

        // The listing does not wait for the renewal: its token can still be used.
        Assert.True(SpinWait.SpinUntil(() => server.Refreshes == 1, TimeSpan.FromSeconds(60)), $"{server.Refreshes}");
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", "2026-06-01T12:00:03.0000000Z")]
    public async Task a_server_whose_clock_stands_at_an_end_of_time_is_asked_for_all(string date, string sent)
    {
        FakeClock clock = new();
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { DateHeader = date });
        using Shell shell = await ConnectAsync(server, clock);
        Assert.Null(shell.Run("Get-RestoreSession -Connection $c").ErrorId);
        Assert.Equal(sent, server.Requests.Listings[0].Query["startTimeTo"]);
    }

    private static async Task<Shell> ConnectAsync(RestoreServer server, FakeClock clock)
    {
        ConnectionSettings settings = new(ServerAddress.Parse(server.Server, 4443), new CertificatePolicy(false, server.Thumbprint), TimeSpan.FromSeconds(30), 0, clock);
        NetworkCredential credential = new(server.Options.UserName, server.Options.Password);
        RestoreConnection connection = await ServerConnection.LogOnAsync(settings, new LogonInput { Credential = credential }, RestoreApiVersion.v5, _ => { }, TestContext.Current.CancellationToken);
        server.Requests.Clear();
        return new Shell(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
    }

    private static DateTime EndOf(RequestRecord request) => DateTime.Parse(request.Query["startTimeTo"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string Http(DateTime time) => time.ToString("R", CultureInfo.InvariantCulture);
}
