using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>One command shows one bar, and takes away what it has shown. The server's latency makes a command take long enough to show one.</summary>
public sealed class ProgressBarTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, string> Bars => new()
    {
        { "$s | Export-RestoreSessionReport $file -IncludeEvent", "Reading events of restore sessions" },
        { "$s | Wait-RestoreSession -PollingIntervalSec 1 -TimeoutSec 2 -ErrorAction SilentlyContinue", "Waiting for restore sessions" },
        { "Get-RestoreSession", "Get-RestoreSession" },
        { "$s[0] | Get-RestoreSessionEvent", "Get-RestoreSessionEvent" },
        { "Get-RestoreOrganization", "Get-RestoreOrganization" },
    };

    [Theory]
    [MemberData(nameof(Bars))]
    public async Task a_command_shows_its_own_bar_and_no_other_beside_or_within_it(string command, string activity)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 3 });
        fixture.Server.Sessions.Use(Enumerable.Range(0, 8).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working", EventCount = 7 }));
        Assert.Null(fixture.Run($"$file = '{folder["audit.html"]}'; $s = Get-RestoreSession").ErrorId);
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(command == "Get-RestoreOrganization" ? 1300 : 550);
        ShellResult result = fixture.Run(command);
        Assert.NotEmpty(result.Progress);
        Assert.All(result.Progress, p => Assert.Equal((activity, -1), (p.Activity, p.ParentActivityId)));
        Assert.Single(result.Progress.Select(p => p.ActivityId).Distinct());
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.Single(result.Progress, p => p.RecordType == ProgressRecordType.Completed);
    }

    // Select-Object ends a command in the middle, whoever follows may throw, and so may whoever comes before.
    [Theory]
    [InlineData("Get-RestoreSession | Select-Object -First 65")]
    [InlineData("Get-RestoreSession | ForEach-Object { if (++$n -eq 65) { throw 'enough' } }")]
    [InlineData("$s | Get-RestoreSessionEvent | Select-Object -First 65")]
    [InlineData("$s | Get-RestoreSessionEvent | ForEach-Object { if (++$n -eq 65) { throw 'enough' } }")]
    [InlineData("& { $s; throw 'enough' } | Get-RestoreSessionEvent")]
    [InlineData("$s | Get-RestoreSessionEvent -ErrorAction Stop")]
    public async Task a_bar_is_taken_away_however_the_command_ends(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 30 });
        fixture.Server.Sessions.Use(Enumerable.Range(0, 100).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EventCount = 1 }));
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(550);
        if (command.EndsWith("Stop", StringComparison.Ordinal))
        {
            fixture.Server.Faults.Add(Fault.Status(403), "/Events", skip: 70);
        }

        AssertTakenAway(fixture.Run(command));
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("$s | Get-RestoreSessionEvent")]
    [InlineData("$s | Wait-RestoreSession")]
    public async Task a_bar_is_taken_away_after_ctrl_c(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 3 });
        fixture.Server.Sessions.Use(Enumerable.Range(0, 100).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" }));
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(550);
        using Invocation invocation = fixture.Shell.Begin(command);
        await invocation.WaitForProgressAsync();
        invocation.Stop();
        AssertTakenAway(invocation.Wait());
    }

    private static void AssertTakenAway(ShellResult result)
    {
        Assert.Contains(result.Progress, p => p.RecordType == ProgressRecordType.Processing);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        Assert.Single(result.Progress, p => p.RecordType == ProgressRecordType.Completed);
        Assert.Single(result.Progress.Select(p => (p.ActivityId, p.Activity)).Distinct());
    }

    [Fact]
    public async Task the_events_of_a_report_are_counted_by_session_and_only_ever_upwards()
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(Enumerable.Range(0, 50).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i) }));
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(400);
        ShellResult result = fixture.Run($"$s | Export-RestoreSessionReport '{folder["audit.html"]}' -IncludeEvent");
        IReadOnlyList<ProgressRecord> shown = [.. result.Progress.Where(p => p.RecordType == ProgressRecordType.Processing)];
        Assert.NotEmpty(shown);
        Assert.All(shown, p => Assert.Equal($"{p.PercentComplete / 2} of 50 read", p.StatusDescription));
        Assert.Equal(shown.Select(p => p.PercentComplete).Order(), shown.Select(p => p.PercentComplete));
    }
}
