using System.Globalization;
using System.Management.Automation.Language;
using FakeServer;
using HostedShell;
using RestoreSessions.Completion;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What Tab offers for servers and sessions.</summary>
[Collection(LongPatience.Tab)]
public sealed class CompletionTests
{
    [Theory]
    [InlineData("Get-RestoreConnection ")]
    [InlineData("Get-RestoreConnection -Server ")]
    [InlineData("Connect-RestoreServer ")]
    [InlineData("Connect-RestoreServer -Server 127")]
    public async Task a_server_is_completed_with_the_connections(string line)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        (string text, string tip) = Assert.Single(Complete(fixture.Shell, line));
        Assert.Equal(fixture.Server.Server, text);
        Assert.Equal(@"v5, as DOMAIN\admin", tip);
        Assert.Empty(Complete(fixture.Shell, "Get-RestoreConnection -Server elsewhere"));
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("", "Get-RestoreSession -Id ")]
    [InlineData("th-TH", "Get-RestoreSessionEvent -Id ")]
    [InlineData("ar-SA", "Stop-RestoreSession -Id ")]
    public async Task an_identifier_is_completed_with_recent_sessions_the_newest_first(string culture, string line)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(culture: CultureInfo.GetCultureInfo(culture));
        SessionRecord[] records = Recent(3);
        fixture.Server.Sessions.Use([records[1], records[0], records[2], new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(-40) }]);
        List<(string Text, string Tip)> matches = Complete(fixture.Shell, line);
        Assert.Equal(records.Select(r => r.Id.ToString()), matches.Select(m => m.Text));
        string started = records[0].CreationTime.ToLocalTime().ToString("s", CultureInfo.InvariantCulture);
        Assert.Equal($@"Exchange of contoso.onmicrosoft.com, opened by VBO\Administrator at {started} on {fixture.Server.Server}: Stopped, Failed", matches[0].Tip);
        Assert.Equal(records[2].Id.ToString(), Assert.Single(Complete(fixture.Shell, line + records[2].Id.ToString()[..8])).Text);
    }

    [Fact]
    public async Task only_the_named_connections_are_asked()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        SessionRecord[] records = Recent(2);
        fixture.Server.Sessions.Use([records[0]]);
        other.Sessions.Use([records[1]]);
        Assert.Null(fixture.Run($"$other = Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck -PassThru").ErrorId);
        Assert.Equal(2, Complete(fixture.Shell, "Get-RestoreSession -Id ").Count);
        fixture.Server.Requests.Clear();
        Assert.Equal(records[1].Id.ToString(), Assert.Single(Complete(fixture.Shell, "Get-RestoreSession -Connection $other -Id ")).Text);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("Get-RestoreOrganization -Name con")]
    [InlineData("Get-RestoreOrganization con")]
    [InlineData("Get-RestoreSession -Organization con")]
    [InlineData("Start-RestoreSession -Type Teams -Organization con")]
    public async Task an_organization_is_completed_with_those_of_the_servers(string line)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Organizations.Use(new[] { "contoso.onmicrosoft.com", "Contoso Ltd", "con\u202e", "con*", "adatum" }.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        Assert.Equal(["'Contoso Ltd'", "contoso.onmicrosoft.com"], Complete(fixture.Shell, line).Select(m => m.Text));
    }

    [Fact]
    public async Task a_person_is_completed_with_those_who_opened_recent_sessions()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string[] people = [@"VBO\jd", @"VBO\jd", "it's me", @"CONTOSO\x", @"VBO\old"];
        fixture.Server.Sessions.Use(people.Select((person, i) => new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(i == 4 ? -40 : -i - 1), InitiatedBy = person }));
        Assert.Equal([@"CONTOSO\x", "'it''s me'", @"VBO\jd"], Complete(fixture.Shell, "Get-RestoreSession -InitiatedBy ").Select(m => m.Text));
    }

    [Fact]
    public async Task the_newest_of_several_servers_are_offered_and_no_more_than_fifty()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer second = await RestoreServer.StartAsync();
        await using RestoreServer third = await RestoreServer.StartAsync();
        RestoreServer[] servers = [fixture.Server, second, third];
        DateTime now = DateTime.UtcNow;
        SessionRecord[] records = [.. Enumerable.Range(0, 2100).Select(i => new SessionRecord { CreationTime = now.AddMinutes(-i) })];
        for (int i = 0; i < servers.Length; i++)
        {
            servers[i].Sessions.Use(records.Where((_, at) => at % 3 == i).OrderBy(record => record.Id));
        }

        Assert.Null(fixture.Run($"Connect-RestoreServer {second.Server}, {third.Server} $credential -SkipCertificateCheck").ErrorId);
        for (int times = 0; times < 20; times++)
        {
            Assert.Equal(records.Take(50).Select(record => record.Id.ToString()), Complete(fixture.Shell, "Get-RestoreSession -Id ").Select(m => m.Text));
        }
    }

    [Fact]
    public async Task the_first_names_of_several_servers_are_offered_once_and_no_more_than_fifty()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        string[] names = [.. Enumerable.Range(0, 90).Select(i => $"org{i:00}.example")];
        fixture.Server.Organizations.Use(names.Reverse().Where((_, i) => i % 3 != 0).Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        other.Organizations.Use(names.Where((_, i) => i % 3 != 1).Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name.ToUpperInvariant() }));
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        Assert.Equal(names.Take(50), Complete(fixture.Shell, "Get-RestoreOrganization -Name org").Select(m => m.Text.ToLowerInvariant()));
    }

    [Fact]
    public async Task what_is_completed_is_read_by_powershell_as_the_name_that_the_server_has()
    {
        string[] names =
        [
            "-WhatIf", "--", "--%", "\u2013dash", "\u2014", "$home", "$(exit)", "@splat", "a@b.example", "a,b", "a;b", "(a)", "a(b", "{a}", "a{b}", "#a", "a#b", "365", "007", "1kb", "0x10",
            "2>a", "a>b", "a|b", "a&b", "&a", "a\"b", "\"a\"", "a'b", "'a'", "''", "a\u2019b", "\u2018a\u201b", "\u201cquoted\u201d", "a\u201eb", "a b", " a", "a ", "a\u00a0b", "a\u3000b",
            "~", "%", "!a", "if", "<#", "#>", ".5", "+5", "\\", @"CONTOSO\x", "contoso.onmicrosoft.com", "\u65e5\u672c", "true", "a=b", "a:b", "=a", "/a", "a^b",
        ];
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach (string[] some in names.Chunk(40))
        {
            fixture.Server.Organizations.Use(some.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
            List<(string Text, string Tip)> offered = Complete(fixture.Shell, "Get-RestoreOrganization -Name ");
            Assert.Equal(some.Order(StringComparer.Ordinal), offered.Select(m => m.Tip).Order(StringComparer.Ordinal));
            foreach ((string text, string name) in offered)
            {
                CommandAst command = (CommandAst)((PipelineAst)Parser.ParseInput("Get-RestoreOrganization -Name " + text, out _, out ParseError[] errors).EndBlock.Statements.Single()).PipelineElements.Single();
                Assert.Empty(errors);
                Assert.Equal(3, command.CommandElements.Count);
                Assert.Equal(name, Assert.IsType<StringConstantExpressionAst>(command.CommandElements[2]).Value);
                Assert.Equal(name, fixture.Run($"& {{ param([string[]] $Name) $Name }} -Name {text}").One<string>());
            }
        }
    }

    [Fact]
    public async Task a_word_in_quotation_marks_is_completed_as_well()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = "it's ours" }]);
        foreach (string typed in new[] { "'it''s o", "\"it's", "'i" })
        {
            string line = "Get-RestoreOrganization -Name " + typed;
            Assert.Equal("'it''s ours'", Assert.Single(Complete(fixture.Shell, line.Replace("'", "''", StringComparison.Ordinal), line.Length)).Text);
        }
    }

    [Fact]
    public async Task a_silent_server_is_not_waited_for_and_one_that_answers_counts()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        SessionRecord[] records = Recent(1);
        other.Sessions.Use(records);
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        TimeSpan patience = AskingCompleter.Patience;
        AskingCompleter.Patience = TimeSpan.FromSeconds(1);
        try
        {
            // The server holds its answer until it is told to go on, which nobody does. On a busy machine the other may take longer than a second.
            List<(string Text, string Tip)> offered = [];
            for (int attempts = 0; attempts < 30 && offered.Count == 0; attempts++)
            {
                offered = Complete(fixture.Shell, "Get-RestoreSession -Id ");
            }

            Assert.Equal(records[0].Id.ToString(), Assert.Single(offered).Text);
            Assert.NotEmpty(fixture.Server.Requests);
        }
        finally
        {
            AskingCompleter.Patience = patience;
        }

        await fixture.Server.Requests.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task a_server_that_is_gone_and_no_connection_complete_nothing_and_leave_no_error()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        fixture.Server.Faults.Add(Fault.Status(500), times: int.MaxValue);
        Assert.Empty(Complete(fixture.Shell, "Get-RestoreSession -Id "));
        await fixture.Server.DisposeAsync();
        Assert.Empty(Complete(fixture.Shell, "Get-RestoreSession -Id "));
        Assert.Empty(fixture.Run("Disconnect-RestoreServer").Errors);
        Assert.Empty(Complete(fixture.Shell, "Get-RestoreSession -Id "));
        Assert.Empty(Complete(fixture.Shell, "Get-RestoreConnection -Server "));
        Assert.Equal(0, fixture.Run("$Error.Count").One<int>());
    }

    private static SessionRecord[] Recent(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(-i), Result = i == 1 ? "Failed" : "Success" })];

    // Where there is nothing to complete with, PowerShell itself offers the files of the folder.
    private static List<(string Text, string Tip)> Complete(Shell shell, string line, int? cursor = null) =>
        [.. shell.Run($"(TabExpansion2 '{line}' {cursor ?? line.Length}).CompletionMatches | Where-Object ResultType -eq ParameterValue")
            .As<System.Management.Automation.CompletionResult>().Select(m => (m.CompletionText, m.ToolTip))];
}
