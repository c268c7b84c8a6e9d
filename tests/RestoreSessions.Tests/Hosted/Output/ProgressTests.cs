using System.Globalization;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A listing that takes longer than a second says how far it is. The server's latency makes it take that long.</summary>
public sealed class ProgressTests
{
    private static readonly ServerOptions Slow = new() { MaximumLimit = 10, SessionCount = 45, Latency = TimeSpan.FromMilliseconds(600) };

    [Fact]
    public async Task the_count_is_shown_with_the_total_that_the_server_tells_and_taken_away_at_the_end()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(Slow, CultureInfo.GetCultureInfo("de-DE"));
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal(45, result.As<RestoreSession>().Count);
        Assert.All(result.Progress, p => Assert.Equal("Get-RestoreSession", p.Activity));
        Assert.Contains(result.Progress, p => p.StatusDescription.EndsWith(" of 45 read", StringComparison.Ordinal) && p.PercentComplete is > 0 and <= 100);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public async Task what_the_filters_drop_counts_and_v8_tells_no_total()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(Slow, isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        ShellResult result = fixture.Run("Get-RestoreSession -Name nothing*");
        Assert.Empty(result.As<object>());
        Assert.Contains(result.Progress, p => p.StatusDescription is "10 read" or "19 read" or "28 read" or "37 read" && p.PercentComplete == -1);
    }

    [Fact]
    public async Task progress_is_silent_where_the_preference_says_so_and_for_a_quick_listing()
    {
        await using ShellFixture slow = await ShellFixture.OpenAsync(Slow);
        Assert.Empty(slow.Run("$ProgressPreference = 'SilentlyContinue'; Get-RestoreSession").Progress);
        await using ShellFixture quick = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        Assert.Empty(quick.Run("Get-RestoreSession").Progress);
    }
}
