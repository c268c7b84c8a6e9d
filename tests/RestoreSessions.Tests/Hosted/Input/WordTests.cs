using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every word that servers are known to use: it is offered, it is no warning, and it finds what has it.</summary>
public sealed class WordTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>A parameter, the words that Tab offers for it, and those that are known besides.</summary>
    public static TheoryData<string, string, string> Parameters => new()
    {
        { "Get-RestoreSession -Type", "Exchange OneDrive SharePoint Teams", "Vex Veod Vesp Vet" },
        { "Get-RestoreSession -State", "Stopped Working", "Starting Stopping" },
        { "Get-RestoreSession -Result", "Failed Success Warning", "" },
        { "Get-RestoreSession -Outcome", "Failed Success Warning Working", "Starting Stopping" },
        { "Get-RestoreSessionEvent $s -Status", "Cancelled Failed Running Skipped Success Warning", "" },
        { "Get-RestoreSessionEvent $s -Type", "Export None Restore Save Send View", "" },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task every_known_word_is_offered_or_accepted_and_no_other_is(string parameter, string offered, string known)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = Start.AddHours(1) }]);
        string[] completed = [.. fixture.Run($"$s = Get-RestoreSession; $line = '{parameter} '; (TabExpansion2 $line $line.Length).CompletionMatches").As<System.Management.Automation.CompletionResult>().Select(match => match.CompletionText)];
        Assert.Equal(offered.Split(' '), completed.Order(StringComparer.Ordinal));
        foreach (string word in $"{offered} {known}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Empty(fixture.Run($"{parameter} {word}").Warnings);
            Assert.Empty(fixture.Run($"{parameter} {word.ToUpperInvariant()}").Warnings);
            Assert.StartsWith($"-{parameter.Split('-')[^1]} '{word}x': ", Assert.Single(fixture.Run($"{parameter} {word}x").Warnings), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Vex", "Exchange")]
    [InlineData("Veod", "OneDrive")]
    [InlineData("Vesp", "SharePoint")]
    [InlineData("Vet", "Teams")]
    public async Task a_workload_is_named_found_and_started_by_its_name_and_by_the_type_of_the_server(string type, string workload)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(new[] { "Vex", "Veod", "Vesp", "Vet", "Other" }.Select((other, i) => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddHours(1), Type = other }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
        foreach (string word in new[] { type, workload, type.ToUpperInvariant(), workload.ToLowerInvariant() })
        {
            RestoreSession session = fixture.Run($"Get-RestoreSession -Type {word} -StartTimeTo 2026-06-02").One<RestoreSession>();
            Assert.Equal((type, workload), (session.Type, session.Workload));
            Assert.Null(fixture.Run($"Start-RestoreSession contoso.onmicrosoft.com -Type {word}").ErrorId);
            Assert.Equal(type, fixture.Server.Started[^1].Type);
        }

        Assert.Equal(["Other", "Teams", "SharePoint", "OneDrive", "Exchange"], fixture.Run("Get-RestoreSession -StartTimeTo 2026-06-02").As<RestoreSession>().Select(session => session.Workload));
    }
}
