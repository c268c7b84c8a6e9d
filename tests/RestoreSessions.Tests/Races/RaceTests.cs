using System.Globalization;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Races;

/// <summary>Runs the races in a process of their own, once for each form in which a body travels.</summary>
public sealed class RaceTests
{
    private const string AllPassed = "Total: 4, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0";

    public static TheoryData<string> Forms => [.. Form.All.Keys];

    // Answers with gzip were the ones that ended the process, in every run of 300 rounds.
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task a_listing_given_up_at_any_moment_gives_what_the_server_sent_and_ends_no_process(string form) =>
        Assert.Contains(AllPassed, await RunAsync(form, rounds: form == "gzip" ? 300 : 50, interruptions: 50), StringComparison.Ordinal);

    /// <summary>Runs the races in one form at length, and returns a line about it.</summary>
    internal static async Task<string> RunAtLengthAsync(string form)
    {
        const int Rounds = 1_500;
        Assert.Contains(AllPassed, await RunAsync(form, Rounds, Rounds), StringComparison.Ordinal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{form}: {Rounds:N0} listings given up by Select-Object -First, {Rounds:N0} by Ctrl+C, {Rounds:N0} by Disconnect-RestoreServer in another runspace, {Rounds / 5:N0} by a time-out: every field as it was sent, no error but the documented one");
    }

    private static async Task<string> RunAsync(string form, int rounds, int interruptions)
    {
        Dictionary<string, string> environment = new()
        {
            ["RACE_FORM"] = form,
            ["RACE_ROUNDS"] = rounds.ToString(CultureInfo.InvariantCulture),
            ["RACE_INTERRUPTIONS"] = interruptions.ToString(CultureInfo.InvariantCulture),
        };
        await using ChildProcess child = new("RestoreSessions.Tests.dll", ["-class", typeof(Races).FullName!, "-explicit", "only", "-noColor"], environment);
        (string shown, int exitCode) = await child.WaitAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{shown}");
        return shown;
    }
}
