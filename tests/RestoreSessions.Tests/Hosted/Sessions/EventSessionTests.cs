using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>An event says who opened its session, where and why, in whatever form the session came.</summary>
public sealed class EventSessionTests
{
    [Fact]
    public async Task an_event_by_its_identifier_says_what_it_says_in_the_list()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, 2).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), EventCount = 3 }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8; $s = Get-RestoreSession -Last 1; $e = $s | Get-RestoreSessionEvent").ErrorId);
        IReadOnlyList<RestoreSessionEvent> listed = fixture.Run("$e").As<RestoreSessionEvent>();
        IReadOnlyList<RestoreSessionEvent> one = fixture.Run("$s | Get-RestoreSessionEvent -EventId $e.Id").As<RestoreSessionEvent>();
        Assert.Equal(
            listed.Select(read => (fixture.Server.Sessions[1].Id, read.Id, read.Server, read.ItemName, read.StartTimeUtc, read.InitiatedBy)),
            one.Select(read => (read.SessionId, read.Id, read.Server, read.ItemName, read.StartTimeUtc, read.InitiatedBy)));
    }

    [Theory]
    [InlineData("$s", 0)]
    [InlineData("$s.Id", 1)]
    [InlineData("\"$($s.Id)\"", 1)]
    [InlineData("[pscustomobject]@{ Id = $s.Id }", 1)]
    [InlineData("($s | Get-RestoreSessionEvent)[0]", 1)]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($s))", 0)]
    [InlineData("($s | ConvertTo-Csv | ConvertFrom-Csv)", 0)]
    [InlineData("($s | ConvertTo-Json | ConvertFrom-Json)", 0)]
    [InlineData("($s | Select-Object Id, InitiatedBy, Organization, Workload, Type, ClientHost, Reason, Server)", 0)]
    public async Task an_event_says_what_its_session_says(string session, int looks)
    {
        await using ShellFixture fixture = await OpenAsync();
        RestoreSession said = fixture.Run($"$in = {session}; $s").One<RestoreSession>();
        fixture.Server.Requests.Clear();
        IReadOnlyList<RestoreSessionEvent> events = fixture.Run("$in | Get-RestoreSessionEvent").As<RestoreSessionEvent>();
        Assert.Equal(3, events.Count);
        foreach (RestoreSessionEvent read in events)
        {
            Assert.Equal(
                (said.InitiatedBy, said.Organization, said.Workload, said.ClientHost, said.Reason, said.Id, said.Id),
                (read.InitiatedBy, read.Organization, read.Workload, read.ClientHost, read.Reason, read.SessionId, read.Session!.Id));
        }

        Assert.Equal(looks, fixture.Server.Requests.Count(r => r.Path.EndsWith(said.Id.ToString(), StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task a_mock_keeps_what_it_says()
    {
        await using ShellFixture fixture = await OpenAsync();
        RestoreSessionEvent read = fixture.Run("[RestoreSessions.RestoreSession]@{ Id = $s.Id; InitiatedBy = 'mocked' } | Get-RestoreSessionEvent | Select-Object -First 1").One<RestoreSessionEvent>();
        Assert.Equal(("mocked", null), (read.InitiatedBy, read.Organization));
        read = fixture.Run("[RestoreSessions.RestoreSessionEvent]@{ InitiatedBy = 'own'; Session = $s }").One<RestoreSessionEvent>();
        Assert.Equal(("own", "contoso.onmicrosoft.com"), (read.InitiatedBy, read.Organization));
    }

    [Fact]
    public async Task csv_and_json_are_flat_and_the_session_is_there_all_the_same()
    {
        await using ShellFixture fixture = await OpenAsync();
        Assert.Null(fixture.Run("$e = ($s | Get-RestoreSessionEvent)[0]; $csv = $e | ConvertTo-Csv | ConvertFrom-Csv; $json = $e | ConvertTo-Json -WarningAction Stop; $flat = $json | ConvertFrom-Json").ErrorId);
        Assert.Equal(@"VBO\Administrator|contoso.onmicrosoft.com|Exchange|Ticket 4711", fixture.Run("$csv.InitiatedBy, $csv.Organization, $csv.Workload, $csv.Reason -join '|'").One<string>());
        Assert.Equal(@"VBO\Administrator|contoso.onmicrosoft.com|Exchange|Ticket 4711", fixture.Run("$flat.InitiatedBy, $flat.Organization, $flat.Workload, $flat.Reason -join '|'").One<string>());
        Assert.Empty(fixture.Run("$csv.PSObject.Properties, $flat.PSObject.Properties | ForEach-Object { $_ } | Where-Object { $_.Name -eq 'Session' -or $_.Value -like '*RestoreSessions.*' }").As<object>());
        Assert.Equal(fixture.Server.Sessions[0].Id, fixture.Run("$e.Session").One<RestoreSession>().Id);
        Assert.Equal(1, fixture.Run("@($e | Where-Object { $_.Session.State -eq 'Stopped' }).Count").One<int>());
    }

    [Theory]
    [InlineData("[RestoreSessions.RestoreSession]@{ CreationTimeUtc = '2026-06-01T10:00:00Z' }", "CreationTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSession]@{ CreationTimeUtc = '2026-06-01T10:00:00' }", "CreationTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSession]@{ CreationTimeUtc = '2026-06-01T12:00:00+02:00' }", "CreationTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSession]@{ EndTimeUtc = '2026-06-01T10:00:00Z' }", "EndTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSession]@{ CreationTime = '2026-06-01T10:00:00Z' }", "CreationTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSessionEvent]@{ StartTimeUtc = '2026-06-01T10:00:00Z' }", "StartTimeUtc")]
    [InlineData("[RestoreSessions.RestoreSessionEvent]@{ EndTimeUtc = '2026-06-01T10:00:00' }", "EndTimeUtc")]
    public void a_time_in_a_mock_is_utc_on_every_machine(string mock, string property)
    {
        using HostedShell.Shell shell = new();
        DateTime read = shell.Run($"({mock}).{property}").One<DateTime>();
        Assert.Equal((new DateTime(2026, 6, 1, 10, 0, 0), DateTimeKind.Utc), (read, read.Kind));
    }

    [Theory]
    [InlineData("RestoreSessionEvent")]
    [InlineData("RestoreSession")]
    [InlineData("RestoreConnection")]
    [InlineData("RestoreOrganization")]
    [InlineData("RestoreSessionStatistics")]
    [InlineData("RestoreItemStatistics")]
    [InlineData("RestoreSessionItem")]
    public void no_object_is_taken_for_an_empty_text(string type)
    {
        using HostedShell.Shell shell = new();
        Assert.False(shell.Run($"[string]::IsNullOrEmpty([RestoreSessions.{type}]@{{}})").One<bool>());
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        DateTime start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = start, EndTime = start.AddHours(1), Reason = "Ticket 4711" }]);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8; $s = Get-RestoreSession").ErrorId);
        return fixture;
    }
}
