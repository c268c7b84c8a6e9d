using RestoreSessions.Tests.Audit;
using Xunit;

namespace RestoreSessions.Tests.Endurance;

/// <summary>A slice of what build.ps1 Fuzz and build.ps1 Soak do at length.</summary>
public sealed class EnduranceTests
{
    [Fact]
    public void some_seconds_of_damaged_bodies_bring_out_nothing_but_the_documented_error()
    {
        FuzzReport report = Fuzz.Run(long.MaxValue, TimeSpan.FromSeconds(10), seed: 5);
        Assert.Empty(report.Findings);
        Assert.True(report.Accepted > 1000, $"{report.Accepted} read");
        Assert.True(report.Refused > 1000, $"{report.Refused} refused");
    }

    [Fact]
    public async Task a_listing_outlives_its_token_again_and_again() => Assert.NotEmpty(await Soak.ExpiringTokensAsync(30_000, 0.2));

    [Fact]
    public async Task many_runspaces_share_a_connection_and_refresh_once_for_each_expiry() => Assert.NotEmpty(await Soak.SharedConnectionAsync(16, 5));

    [Fact]
    public async Task an_interruption_at_any_moment_leaves_nothing_behind() => Assert.NotEmpty(await Soak.InterruptsAsync(50, seed: 7));

    [Fact]
    public async Task a_trail_whose_runs_are_killed_while_they_write_has_each_line_once() => Assert.NotEmpty(await AuditKills.RunAsync(20, seed: 11));
}
