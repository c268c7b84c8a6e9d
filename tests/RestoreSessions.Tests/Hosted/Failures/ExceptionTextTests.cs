using System.Globalization;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>The message of an exception, which Get-Error and a detailed view show, is as visible and as short as that of its error.</summary>
public sealed class ExceptionTextTests
{
    private const string Hostile = "\u202egnp.exe\u200b\u2066";

    public static TheoryData<string, string> Commands => new()
    {
        { "OrganizationWithoutId", "Get-RestoreOrganization | Where-Object Id -eq ([guid]::Empty) | Start-RestoreSession -Type Exchange" },
        { "WaitTimedOut", "$s | Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 1" },
        { "RestoreOrganizationNotFound", "Start-RestoreSession ($hostile + 'y') -Type Exchange" },
        { "AccessDenied", "$s | Get-RestoreSessionEvent" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task what_a_server_or_a_user_wrote_is_visible_and_short_in_it(string id, string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string text = Hostile + new string('x', 5_000);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), State = text }]);
        fixture.Server.Organizations.Use([new OrganizationRecord { Name = text }]);
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("hostile", text);
        fixture.Server.Faults.Add(Fault.Status(403, $$"""{"message":"{{Hostile}}"}"""), "/Events", times: int.MaxValue);
        ShellResult result = fixture.Run($"$s = Get-RestoreSession; {command}");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Exception.Message, c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format);
        Assert.InRange(error.Exception.Message.Length, 20, 1_000);
    }
}
