using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>The samples in docs/samples, as far as they run without a full shell; tests/Pester says the rest.</summary>
public sealed class SampleTests
{
    // What the samples take from modules that this engine does not have.
    private const string StandIns = """
        function Get-Date { [datetime]::Now }
        function Test-Path($LiteralPath) { $false }
        function Move-Item { }
        function Get-Item { }
        function Remove-Item($LiteralPath) { [System.IO.File]::Delete($LiteralPath) }
        function ConvertTo-Csv { param([Parameter(ValueFromPipeline)] $InputObject, $Delimiter, [switch] $NoTypeInformation) begin { $global:rows = @() } process { $global:rows += $InputObject } }
        Set-StrictMode -Version Latest

        """;

    // Later than Windows PowerShell 5.1.
    private static readonly TokenKind[] TooNew = [TokenKind.QuestionMark, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals, TokenKind.QuestionDot, TokenKind.QuestionLBracket, TokenKind.AndAnd, TokenKind.OrOr, TokenKind.Clean];

    private static readonly string Folder = Path.Combine(BuiltModule.Root, "docs", "samples");

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(BuiltModule.Root, "*.ps1")
        .Concat(Directory.GetFiles(Folder, "*.ps1"))
        .Concat(Directory.GetFiles(Path.Combine(BuiltModule.Root, "tests", "Pester"), "*.ps1"))
        .Select(file => Path.GetRelativePath(BuiltModule.Root, file))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void a_script_is_ascii_and_uses_nothing_newer_than_windows_powershell(string script)
    {
        string file = Path.Combine(BuiltModule.Root, script);
        Parser.ParseFile(file, out Token[] tokens, out ParseError[] errors);
        Assert.Empty(errors);
        Assert.DoesNotContain(tokens, token => TooNew.Contains(token.Kind));
        Assert.DoesNotContain(File.ReadAllBytes(file), b => b > 127);
    }

    [Fact]
    public async Task the_watchdog_stops_what_has_been_open_for_too_long()
    {
        await using Site site = await OpenAsync(("Working", 5), ("Working", 3), ("Stopped", 9));
        ShellResult result = Run(site, "Stop-LongRestoreSession.ps1", "-Confirm:$false");
        Assert.Equal(site.Server.Sessions[0].Id, Assert.IsType<RestoreSession>(result.Output[0].BaseObject).Id);
        Assert.Equal(0, result.Output[1].BaseObject);
        Assert.Equal(["Stopped", "Working", "Stopped"], Enumerable.Range(0, 3).Select(i => site.Server.Sessions[i].State));
        Assert.Empty(site.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task the_watchdog_goes_on_when_one_of_several_servers_is_down()
    {
        await using Site site = await OpenAsync(("Working", 5));
        ShellResult result = site.Run($"{StandIns}& '{Path.Combine(Folder, "Stop-LongRestoreSession.ps1")}' -Server $server, no-such-host.invalid -Credential $credential -CertificateThumbprint $thumbprint -Confirm:$false; $LASTEXITCODE");
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", result.ErrorId);
        Assert.Equal(1, result.Output[^1].BaseObject);
        Assert.Equal("Stopped", site.Server.Sessions[0].State);
    }

    [Fact]
    public async Task the_alert_reports_what_failed_and_hands_it_over()
    {
        await using Site site = await OpenAsync(("Failed", 5), ("Success", 5), ("Failed", 50));
        ShellResult result = Run(site, "Send-FailedRestoreAlert.ps1", "-Send { param($failures) $global:sent = @($failures).Count }");
        PSObject failure = result.Output[0];
        Assert.Equal(site.Server.Sessions[0].Id, failure.Properties["Id"].Value);
        Assert.Equal(2, result.Output[1].BaseObject);
        Assert.Equal(1, site.Run("$global:sent").One<int>());
        string[] items = [.. ((object[])failure.Properties["FailedItems"].Value).Cast<string>()];
        Assert.Equal(2, items.Length);
        Assert.All(items, item => Assert.Matches("^(View|Restore|Export|Save|Send) of Item [0-9]: Item [0-9] was processed$", item));

        site.Server.Sessions.Use([]);
        Assert.Equal(0, Run(site, "Send-FailedRestoreAlert.ps1", "").One<int>());
    }

    [Fact]
    public async Task the_audit_has_a_row_for_each_session_and_no_formula()
    {
        await using Site site = await OpenAsync(("Success", 5));
        site.Server.Sessions.Use([new SessionRecord
        {
            CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc),
            EndTime = new DateTime(2026, 6, 1, 11, 0, 0, DateTimeKind.Utc),
            State = "Stopped",
            Organization = "=1+1",
            EventCount = 4,
        }]);
        Run(site, "Export-RestoreSessionAudit.ps1", "-Path a.csv -From 2026-06-01T10:00:00Z -To 2026-06-01T10:00:01Z");
        PSObject row = site.Run("$global:rows").Output.Single();
        Assert.Equal(
            ["'=1+1", "2026-06-01T10:00:00Z", "2026-06-01T11:00:00Z", 4],
            new[] { "Organization", "Started", "Ended", "Events" }.Select(name => row.Properties[name].Value));
    }

    private static async Task<Site> OpenAsync(params (string Outcome, int HoursAgo)[] sessions)
    {
        Site site = await Site.OpenAsync(new ServerOptions { SessionCount = 0 }, isConnected: false);
        site.Server.Sessions.Use(sessions.Select(s => new SessionRecord
        {
            CreationTime = DateTime.UtcNow.AddHours(-s.HoursAgo),
            EndTime = s.Outcome == "Working" ? null : DateTime.UtcNow.AddHours(-s.HoursAgo).AddMinutes(5),
            State = s.Outcome == "Working" ? "Working" : "Stopped",
            Result = s.Outcome == "Failed" ? "Failed" : "Success",
            EventCount = 4,
        }));
        return site;
    }

    private static ShellResult Run(Site site, string script, string arguments)
    {
        ShellResult result = site.Run($"{StandIns}& '{Path.Combine(Folder, script)}' -Server $server -Credential $credential -CertificateThumbprint $thumbprint {arguments}; $LASTEXITCODE");
        Assert.Empty(result.Errors);
        return result;
    }
}
