using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What Tab offers for servers and sessions.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("Get-RestoreConnection ")]
    [InlineData("Get-RestoreConnection -Server ")]
    [InlineData("Connect-RestoreServer ")]
    [InlineData("Connect-RestoreServer -Server 127")]
    public async Task a_server_is_completed_with_the_connections(string line)
    {
        await using Site site = await Site.OpenAsync();
        (string text, string tip) = Assert.Single(Complete(site.Shell, line));
        Assert.Equal(site.Server.Server, text);
        Assert.Equal(@"v5, as DOMAIN\admin", tip);
        Assert.Empty(Complete(site.Shell, "Get-RestoreConnection -Server elsewhere"));
        Assert.Empty(site.Server.Requests);
    }

    [Theory]
    [InlineData("", "Get-RestoreSession -Id ")]
    [InlineData("th-TH", "Get-RestoreSessionEvent -Id ")]
    [InlineData("ar-SA", "Stop-RestoreSession -Id ")]
    public async Task an_identifier_is_completed_with_recent_sessions_the_newest_first(string culture, string line)
    {
        await using Site site = await Site.OpenAsync(culture: CultureInfo.GetCultureInfo(culture));
        SessionRecord[] records = Recent(3);
        site.Server.Sessions.Use([records[1], records[0], records[2], new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(-40) }]);
        List<(string Text, string Tip)> matches = Complete(site.Shell, line);
        Assert.Equal(records.Select(r => r.Id.ToString()), matches.Select(m => m.Text));
        string started = records[0].CreationTime.ToLocalTime().ToString("s", CultureInfo.InvariantCulture);
        Assert.Equal($@"Exchange of contoso.onmicrosoft.com, opened by VBO\Administrator at {started} on {site.Server.Server}: Stopped, Failed", matches[0].Tip);
        Assert.Equal(records[2].Id.ToString(), Assert.Single(Complete(site.Shell, line + records[2].Id.ToString()[..8])).Text);
    }

    [Fact]
    public async Task only_the_named_connections_are_asked()
    {
        await using Site site = await Site.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        SessionRecord[] records = Recent(2);
        site.Server.Sessions.Use([records[0]]);
        other.Sessions.Use([records[1]]);
        Assert.Null(site.Run($"$other = Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck -PassThru").ErrorId);
        Assert.Equal(2, Complete(site.Shell, "Get-RestoreSession -Id ").Count);
        site.Server.Requests.Clear();
        Assert.Equal(records[1].Id.ToString(), Assert.Single(Complete(site.Shell, "Get-RestoreSession -Connection $other -Id ")).Text);
        Assert.Empty(site.Server.Requests);
    }

    [Theory]
    [InlineData("Get-RestoreOrganization -Name con")]
    [InlineData("Get-RestoreOrganization con")]
    [InlineData("Get-RestoreSession -Organization con")]
    [InlineData("Start-RestoreSession -Type Teams -Organization con")]
    public async Task an_organization_is_completed_with_those_of_the_servers(string line)
    {
        await using Site site = await Site.OpenAsync();
        site.Server.Organizations.Use(new[] { "contoso.onmicrosoft.com", "Contoso Ltd", "con\u001b[2J", "con*", "adatum" }.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        Assert.Equal(["'Contoso Ltd'", "contoso.onmicrosoft.com"], Complete(site.Shell, line).Select(m => m.Text));
    }

    [Fact]
    public async Task a_person_is_completed_with_those_who_opened_recent_sessions()
    {
        await using Site site = await Site.OpenAsync();
        string[] people = [@"VBO\jd", @"VBO\jd", "it's me", @"CONTOSO\x", @"VBO\old"];
        site.Server.Sessions.Use(people.Select((person, i) => new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(i == 4 ? -40 : -i - 1), InitiatedBy = person }));
        Assert.Equal([@"CONTOSO\x", "'it''s me'", @"VBO\jd"], Complete(site.Shell, "Get-RestoreSession -InitiatedBy ").Select(m => m.Text));
    }

    [Fact]
    public async Task a_silent_server_is_not_waited_for_and_one_that_answers_counts()
    {
        await using Site site = await Site.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        SessionRecord[] records = Recent(1);
        other.Sessions.Use(records);
        Assert.Null(site.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        site.Server.Faults.Add(Fault.StallHeaders());

        // The server holds its answer until it is told to go on, which happens after the completion has returned.
        Assert.Equal(records[0].Id.ToString(), Assert.Single(Complete(site.Shell, "Get-RestoreSession -Id ")).Text);
        await site.Server.Requests.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task a_server_that_is_gone_and_no_connection_complete_nothing_and_leave_no_error()
    {
        await using Site site = await Site.OpenAsync(new ServerOptions { SessionCount = 0 });
        site.Server.Faults.Add(Fault.Status(500), times: int.MaxValue);
        Assert.Empty(Complete(site.Shell, "Get-RestoreSession -Id "));
        await site.Server.DisposeAsync();
        Assert.Empty(Complete(site.Shell, "Get-RestoreSession -Id "));
        Assert.Empty(site.Run("Disconnect-RestoreServer").Errors);
        Assert.Empty(Complete(site.Shell, "Get-RestoreSession -Id "));
        Assert.Empty(Complete(site.Shell, "Get-RestoreConnection -Server "));
        Assert.Equal(0, site.Run("$Error.Count").One<int>());
    }

    private static SessionRecord[] Recent(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(-i), Result = i == 1 ? "Failed" : "Success" })];

    // Where there is nothing to complete with, PowerShell itself offers the files of the folder.
    private static List<(string Text, string Tip)> Complete(Shell shell, string line) =>
        [.. shell.Run($"(TabExpansion2 '{line}' {line.Length}).CompletionMatches | Where-Object ResultType -eq ParameterValue")
            .As<System.Management.Automation.CompletionResult>().Select(m => (m.CompletionText, m.ToolTip))];
}
