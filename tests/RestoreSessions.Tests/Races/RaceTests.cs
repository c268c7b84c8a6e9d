using System.Collections.Generic;
using System.Threading.Tasks;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Races;

/// <summary>Runs the races in a process of their own, once for each form in which a body travels.</summary>
public sealed class RaceTests
{
    public static TheoryData<string> Forms => [.. Form.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task a_listing_given_up_at_any_moment_gives_what_the_server_sent_and_ends_no_process(string form)
    {
        // Answers with gzip were the ones that ended the process, in most runs of 300 rounds.
        string rounds = form == "gzip" ? "300" : "60";
        await using ChildProcess child = new(
            "RestoreSessions.Tests.dll",
            ["-class", typeof(Races).FullName!, "-explicit", "only", "-noColor", "-parallel", "none"],
            new Dictionary<string, string> { ["RACE_FORM"] = form, ["RACE_ROUNDS"] = rounds });
        (string shown, int exitCode) = await child.WaitAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{shown}");
        Assert.Contains("Total: 4, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", shown, System.StringComparison.Ordinal);
    }
}
