using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Which sessions a period of ends has whose end is missing or cannot be.</summary>
public sealed class EndTimeTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    private static readonly SessionRecord[] Sessions =
    [
        new() { Name = "plain", CreationTime = Start, EndTime = Start.AddHours(1), Result = "Failed" },
        new() { Name = "before its start", CreationTime = Start, EndTime = Start.AddMinutes(-1), Result = "Failed" },
        new() { Name = "year 9999", CreationTime = Start, EndTime = DateTime.MaxValue, Result = "Failed" },
        new() { Name = "without an end", CreationTime = Start, Result = "Failed" },
        new() { Name = "no time", CreationTime = Start, EndTimeText = "soon", Result = "Failed" },
        new() { Name = "working", CreationTime = Start, State = "Working" },
        new() { Name = "working with an end", CreationTime = Start, EndTime = Start.AddHours(1), State = "Working" },
        new() { Name = "long over", CreationTime = Start.AddYears(-1), EndTime = Start.AddYears(-1).AddHours(1), Result = "Failed" },
    ];

    [Theory]
    [InlineData("-EndTimeFrom 2026-05-01T00:00:00Z", "plain, before its start, year 9999, working with an end")]
    [InlineData("-EndTimeTo 2026-05-01T00:00:00Z", "long over")]
    [InlineData("-EndTimeFrom 2026-06-01T10:59:59.9999999Z -EndTimeTo 2026-06-01T11:00:00.0000001Z", "plain, working with an end")]
    [InlineData("-EndTimeFrom 2026-06-01T09:00:00Z -EndTimeTo 2026-06-01T10:30:00Z", "before its start")]
    public async Task from_v8_on_the_filter_of_the_server_is_believed(string period, string expected)
    {
        await using ShellFixture fixture = await OpenAsync(8);
        Assert.Equal(expected.Split(", ").Order(), Names(fixture.Run("Get-RestoreSession " + period)));
    }

    [Theory]
    [InlineData(5, "-EndTimeFrom 2026-05-01T00:00:00Z", "plain")]
    [InlineData(6, "-EndTimeFrom 2026-05-01T00:00:00Z", "plain")]
    [InlineData(7, "-EndTimeFrom 2026-05-01T00:00:00Z", "plain")]
    [InlineData(7, "-EndTimeTo 2026-05-01T00:00:00Z", "long over")]
    [InlineData(7, "-EndTimeFrom 2027-05-01T00:00:00Z", "")]
    [InlineData(5, "-EndTimeFrom 2026-06-01T11:00:00Z", "")]
    [InlineData(7, "-EndTimeFrom 2026-06-01T11:00:00Z", "")]
    [InlineData(7, "-EndTimeTo 2026-06-01T11:00:00Z", "long over")]
    [InlineData(7, "-EndTimeFrom 2026-06-01T10:59:59.9999999Z -EndTimeTo 2026-06-01T11:00:00.0000001Z", "plain")]
    [InlineData(7, "-EndTimeFrom 2026-06-01T09:00:00Z -EndTimeTo 2026-06-01T12:00:00Z", "plain")]
    public async Task before_v8_a_stopped_session_without_an_end_that_can_be_is_never_left_out(int version, string period, string expected)
    {
        await using ShellFixture fixture = await OpenAsync(version);
        string[] odd = ["before its start", "year 9999", "without an end", "no time"];
        Assert.Equal(expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Concat(odd).Order(), Names(fixture.Run("Get-RestoreSession " + period)));
    }

    [Theory]
    [InlineData(7, "before its start, no time, plain, without an end, year 9999")]
    [InlineData(8, "before its start, plain, year 9999")]
    public async Task the_alert_about_failed_restores_has_those_whose_end_cannot_be(int version, string expected)
    {
        await using ShellFixture fixture = await OpenAsync(version, isConnected: false);
        fixture.Server.Options.Versions = new HashSet<int> { version };
        ShellResult result = fixture.Run($"& '{BuiltModule.Root}/docs/samples/Send-FailedRestoreAlert.ps1' -Server $server -Credential $credential -CertificateThumbprint $thumbprint -Since 2026-05-01 -MaximumAge 300.00:00:00");
        Assert.Empty(result.Errors);
        Assert.Equal(
            expected.Split(", ").Select(name => Sessions.Single(s => s.Name == name).Id.ToString()).Order(), result.Output.Select(failure => failure.Properties["Id"].Value.ToString()).Order());
    }

    private static IEnumerable<string> Names(ShellResult result) => result.As<RestoreSession>().Select(s => s.Name!).Order();

    private static async Task<ShellFixture> OpenAsync(int version, bool isConnected = true)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ChecksContract = false }, isConnected: false);
        fixture.Server.Sessions.Use(Sessions);
        if (isConnected)
        {
            Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}").ErrorId);
        }

        return fixture;
    }
}
