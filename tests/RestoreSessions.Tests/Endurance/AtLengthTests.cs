using System.Globalization;
using RestoreSessions.Tests.Audit;
using RestoreSessions.Tests.Races;
using Xunit;

namespace RestoreSessions.Tests.Endurance;

/// <summary>What build.ps1 Fuzz and build.ps1 Soak run. Each writes its figures into docs/reliability.md.</summary>
public sealed class AtLengthTests
{
    private static readonly string Page = Path.Combine(BuiltModule.Root, "docs", "reliability.md");

    [Fact(Explicit = true)]
    public void fuzz_brings_out_nothing_but_the_documented_error_at_length()
    {
        int seed = Environment.TickCount;
        FuzzReport report = Fuzz.Run(1_000_000, TimeSpan.FromHours(1), seed);
        ReliabilityPage.Write(Page, "fuzz",
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Bodies:N0} damaged bodies (seed {seed}) in {report.Time.TotalSeconds:0} s: {report.Accepted:N0} read, {report.Refused:N0} refused, {report.Findings.Count} findings; the longest took {report.LongestTime.TotalMilliseconds:0} ms, the most {report.MostBytes / 1024.0:0} kB"),
            .. report.Findings,
        ]);
        Assert.Empty(report.Findings);
    }

    [Fact(Explicit = true)]
    public async Task soak_holds_at_length()
    {
        List<string> lines =
        [
            await Soak.ExpiringTokensAsync(1_000_000, 2),
            await Soak.SharedConnectionAsync(64, 20),
            await Soak.CyclesAsync(10_000),
            await Soak.InterruptsAsync(1_000, 1),
            await AuditKills.RunAsync(500, Environment.TickCount),
        ];
        foreach (string form in Form.All.Keys)
        {
            lines.Add(await RaceTests.RunAtLengthAsync(form));
        }

        ReliabilityPage.Write(Page, "soak", lines);
    }
}
