using System.Management.Automation;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What docs/samples/Send-FailedRestoreAlert.ps1 sends when a server does not answer for one session.</summary>
public sealed class AlertTests
{
    private static readonly string Script = Path.Combine(BuiltModule.Root, "docs", "samples", "Send-FailedRestoreAlert.ps1");

    [Theory]
    [InlineData(5, 500)]
    [InlineData(6, 403)]
    [InlineData(8, 404)]
    public async Task every_failure_is_sent_and_the_one_whose_events_cannot_be_read_says_so(int version, int status)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new HashSet<int> { version } }, isConnected: false);
        SessionRecord[] records = [.. Enumerable.Range(1, 12).Select(i => new SessionRecord
        {
            CreationTime = DateTime.UtcNow.AddHours(-i - 1), EndTime = DateTime.UtcNow.AddHours(-i), Result = "Failed", EventCount = 30,
        })];
        fixture.Server.Sessions.Use(records);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        string[] failedItems = [.. fixture.Run("Get-RestoreSession | Get-RestoreSessionEvent -Status Failed, Warning | ForEach-Object { \"$($_.SessionId): $($_.Type) of $($_.ItemName): $($_.Message)\" }; Disconnect-RestoreServer").As<string>()];
        Assert.NotEmpty(failedItems);
        fixture.Server.Faults.Add(Fault.Status(status), $"{records[7].Id}/Events", times: int.MaxValue);

        string command = $"& '{Script}' -Server $server -Credential $credential -CertificateThumbprint $thumbprint -StatePath '{folder["state.txt"]}' -Send {{ param($failures, $missing) $global:sent = $failures; $global:missing = $missing }}";
        PSObject[] failures = [.. fixture.Run("$null = " + command + "; $global:sent").Output];
        Assert.Equal(2, fixture.Run("$LASTEXITCODE").One<int>());
        Assert.Equal(0, fixture.Run("$missing.Count").One<int>());
        Assert.Equal(records.Select(record => record.Id).Order(), failures.Select(failure => (Guid)failure.Properties["Id"].Value).Order());
        foreach (PSObject failure in failures)
        {
            Guid id = (Guid)failure.Properties["Id"].Value;
            string[] items = [.. ((object[])failure.Properties["FailedItems"].Value).Select(item => $"{id}: {item}")];
            if (id == records[7].Id)
            {
                Assert.StartsWith($"{id}: What failed could not all be read: {fixture.Server.Server} ", Assert.Single(items), StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(failedItems.Where(item => item.StartsWith(id.ToString(), StringComparison.Ordinal)), items);
            }
        }

        // They are not sent again.
        Assert.Empty(fixture.Run("$global:sent = $null; " + command).Output);
        Assert.Equal(0, fixture.Run("$LASTEXITCODE").One<int>());
        Assert.Null(fixture.Run("$global:sent").Output[0]);
    }
}
