using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What docs/samples/Stop-LongRestoreSession.ps1 stops on servers whose clocks differ from this machine's, and how it knows their time.</summary>
public sealed class WatchdogTests
{
    private static readonly string Script = Path.Combine(BuiltModule.Root, "docs", "samples", "Stop-LongRestoreSession.ps1");

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task a_session_is_as_old_as_its_server_says(int hours)
    {
        DateTime there = DateTime.UtcNow.AddHours(hours);
        await using ShellFixture fixture = await OpenAsync(there);
        SessionRecord[] records = [.. new[] { 1, 239, 242, 600 }.Select(minutes => new SessionRecord { CreationTime = there.AddMinutes(-minutes), State = "Working" })];
        fixture.Server.Sessions.Use(records);
        ShellResult result = Run(fixture);
        Assert.Equal(records.Skip(2).Select(record => record.Id).Order(), result.As<RestoreSession>().Select(session => session.Id).Order());
        Assert.Equal(["Working", "Working", "Stopped", "Stopped"], records.Select(record => fixture.Server.Sessions.Find(record.Id)!.State));
        Assert.Equal(0, fixture.Run("$LASTEXITCODE").One<int>());
    }

    [Fact]
    public async Task a_server_that_does_not_tell_its_time_is_an_error_and_keeps_its_sessions()
    {
        await using ShellFixture fixture = await OpenAsync(null);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        ShellResult result = Run(fixture);
        Assert.Empty(result.Output);
        Assert.Contains($"{fixture.Server.Server} does not tell its time", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("Working", fixture.Server.Sessions[0].State);
        Assert.Equal(1, fixture.Run("$LASTEXITCODE").One<int>());
    }

    [Fact]
    public async Task a_session_that_stops_later_than_the_command_waits_is_no_error()
    {
        DateTime there = DateTime.UtcNow;
        await using ShellFixture fixture = await OpenAsync(there);
        fixture.Server.Options.StopsAtLook = 8;
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = there.AddHours(-5), State = "Working" }]);
        RestoreSession session = Run(fixture).One<RestoreSession>();
        Assert.Equal((fixture.Server.Sessions[0].Id, "Stopped"), (session.Id, session.State));
        Assert.Equal(0, fixture.Run("$LASTEXITCODE").One<int>());
    }

    [Fact]
    public async Task a_connection_tells_the_time_of_its_server_and_nobody_sets_it()
    {
        DateTime there = new(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        await using ShellFixture fixture = await OpenAsync(there);
        Assert.Null(fixture.Run("$c = Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -PassThru").ErrorId);
        DateTime told = fixture.Run("$c.ServerTimeUtc").One<DateTime>();
        Assert.Equal(DateTimeKind.Utc, told.Kind);
        Assert.InRange(told, there, there.AddMinutes(5));
        fixture.Run("try { $c.ServerTimeUtc = [datetime]::new(2000, 1, 1) } catch { }");
        Assert.InRange(fixture.Run("$c.ServerTimeUtc").One<DateTime>(), there, there.AddMinutes(5));
    }

    [Theory]
    [InlineData("'2026-06-01T10:00:00Z'", 10)]
    [InlineData("[datetime]::new(2026, 6, 1, 10, 0, 0, [DateTimeKind]::Utc)", 10)]
    [InlineData("$null", null)]
    public void a_connection_of_a_test_has_the_time_that_it_is_given(string time, int? hour)
    {
        using Shell shell = new();
        RestoreConnection connection = shell.Run($"[RestoreSessions.RestoreConnection]@{{ Server = 'a'; ServerTimeUtc = {time} }}").One<RestoreConnection>();
        Assert.Equal(hour is null ? null : new DateTime(2026, 6, 1, hour.Value, 0, 0, DateTimeKind.Utc), connection.ServerTimeUtc);
        Assert.NotEqual(DateTimeKind.Local, connection.ServerTimeUtc?.Kind);
    }

    // Not connected: the script connects by itself.
    private static Task<ShellFixture> OpenAsync(DateTime? there) => ShellFixture.OpenAsync(
        new ServerOptions { DateHeader = there?.ToString("r", CultureInfo.InvariantCulture) ?? "" }, isConnected: false);

    private static ShellResult Run(ShellFixture fixture) =>
        fixture.Run($"& '{Script}' -Server $server -Credential $credential -CertificateThumbprint $thumbprint -Confirm:$false");
}
