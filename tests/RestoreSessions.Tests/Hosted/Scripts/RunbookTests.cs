using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a runbook relies on: strict mode, a constrained language, nobody to ask, and errors that stop it at the right place.</summary>
public sealed class RunbookTests
{
    private const string Strict = "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; ";
    private const string Constrain = "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'";

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public async Task the_whole_life_of_a_session_runs_under_strict_mode_in_a_constrained_language_with_nobody_to_ask(int version)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run(Constrain).ErrorId);
        ShellResult result = fixture.Run(Strict + $$"""
            Connect-RestoreServer $server -Credential $credential -CertificateThumbprint $thumbprint -ApiVersion v{{version}} -TimeoutSec 30
            Get-RestoreConnection | ForEach-Object Server
            @(Get-RestoreSession -StartTimeFrom 2026-01-01 -State Stopped -Type Exchange, OneDrive | Where-Object Result -eq Failed).Count
            @(Get-RestoreSession -Last 20 | Get-RestoreSessionEvent -Status Failed, Success).Count -gt 0
            @(Get-RestoreOrganization).Count
            $new = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange -PointInTime 2026-06-01T00:00:00Z
            $new.State
            $new | Get-RestoreOrganization | ForEach-Object Name
            $new | Stop-RestoreSession -Confirm:$false
            (Get-RestoreSession -Id $new.Id | Wait-RestoreSession -TimeoutSec 30).State
            Disconnect-RestoreServer
            @(Get-RestoreConnection).Count
            """);
        int failed = Enumerable.Range(0, 100).Count(i => fixture.Server.Sessions[i] is { State: "Stopped", Result: "Failed", Type: "Vex" or "Veod" });
        Assert.Equal(
            [fixture.Server.Server, failed, true, 5, "Working", "contoso.onmicrosoft.com", "Stopped", 0],
            result.As<object>());
        Assert.True(failed > 0);
    }

    [Fact]
    public void the_module_can_be_imported_in_a_constrained_language()
    {
        using Shell shell = new(new ShellOptions { Module = null });
        Assert.Null(shell.Run(Constrain).ErrorId);
        Assert.Equal("RestoreSessions", shell.Run($"{Strict} Import-Module '{Shell.ModulePath}'; (Get-Module RestoreSessions).Name").One<string>());
    }

    // One object each: the width of a column is that of the rows which PowerShell has formatted within its first 300 ms.
    [Theory]
    [InlineData("Get-RestoreSession -Last 1")]
    [InlineData("Get-RestoreSession -Last 1 | Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreOrganization contoso.onmicrosoft.com")]
    [InlineData("Get-RestoreConnection")]
    public async Task everything_looks_the_same_in_a_constrained_language(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), EndTime = new DateTime(2026, 6, 2, 1, 2, 3, DateTimeKind.Utc), EventCount = 1 }]);
        string usual = fixture.Shell.Render(command);
        Assert.Null(fixture.Run(Constrain).ErrorId);
        Assert.Equal(usual, fixture.Shell.Render(command));
        Assert.True(usual.Contains("25:02:03", StringComparison.Ordinal) == (command == "Get-RestoreSession -Last 1"), usual);
    }

    [Fact]
    public async Task what_would_fail_for_every_session_stops_a_script_at_the_first()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run($"Disconnect-RestoreServer; Get-RestoreSession -Id {Guid.NewGuid()}, {Guid.NewGuid()}; 'after'");
        Assert.Equal("NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.Equal(["after"], result.Output.Select(o => o.BaseObject));
        Assert.Empty(fixture.Server.Requests);
        Assert.Empty(fixture.Run($"{Strict} Get-RestoreSession; 'after'").Output);
    }
}
