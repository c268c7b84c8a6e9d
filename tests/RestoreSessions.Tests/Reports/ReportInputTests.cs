using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class ReportInputTests
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionReportCommand";
    private const string Revive = "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($sessions))";

    [Fact]
    public async Task sessions_from_a_file_or_a_job_make_the_same_report()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        Assert.Equal("Deserialized.RestoreSessions.RestoreSession", fixture.Run($"$sessions = Get-RestoreSession; $revived = {Revive}; $revived[0].PSTypeNames[0]").One<string>());
        Assert.Null(fixture.Run($"$sessions | Export-RestoreSessionReport '{folder.File("live.html")}'").ErrorId);
        Assert.Null(fixture.Run($"$revived | Export-RestoreSessionReport '{folder.File("piped.html")}'; Export-RestoreSessionReport '{folder.File("given.html")}' $revived").ErrorId);
        string Rows(string name) => string.Join('\n', ReportDocument.Open(folder.File(name)).QuerySelectorAll("#sessions > tbody").Select(row => row.OuterHtml));
        Assert.Equal(100, Rows("live.html").Split('\n').Length);
        Assert.Equal(Rows("live.html"), Rows("piped.html"));
        Assert.Equal(Rows("live.html"), Rows("given.html"));
    }

    [Fact]
    public async Task revived_sessions_are_sought_on_the_server_whose_name_they_bear()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        Assert.Null(fixture.Run($"$sessions = Get-RestoreSession; {Revive} | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent").ErrorId);
        Assert.Equal(100, fixture.Server.Requests.Count(r => r.Path.EndsWith("/events", StringComparison.OrdinalIgnoreCase)));
        Assert.NotEmpty(ReportDocument.Open(folder.File()).QuerySelectorAll("#sessions details"));
    }

    [Fact]
    public async Task revived_sessions_may_be_piped_to_the_other_cmdlets_too()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Equal(
            fixture.Run("$sessions = Get-RestoreSession; $sessions | Get-RestoreSessionEvent").As<RestoreSessionEvent>().Select(e => e.Id),
            fixture.Run($"{Revive} | Get-RestoreSessionEvent").As<RestoreSessionEvent>().Select(e => e.Id));
    }

    [Theory]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Select-Object Id")]
    [InlineData("Select-Object Id, Server")]
    [InlineData("Select-Object Id, Server, State, Type | ForEach-Object { $_.State = $_.Type = ''; $_ }")]
    public async Task what_only_has_the_identifier_of_a_session_is_refused(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        Assert.Equal("InvalidReportInput" + Id, fixture.Run($"Get-RestoreSession -Last 5 | {command} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.False(System.IO.File.Exists(folder.File()));
    }

    [Fact]
    public void something_else_is_refused_and_the_rest_reported()
    {
        using Shell shell = new();
        using Folder folder = new();
        ShellResult result = shell.Run($"'text', ([RestoreSessions.RestoreSession]@{{ Name = 'mock' }}) | Export-RestoreSessionReport '{folder.File()}'");
        Assert.Equal("InvalidReportInput,RestoreSessions.Commands.ExportRestoreSessionReportCommand", result.ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File()).Column("name"));
        Assert.Equal("1 input that was not a session", ReportDocument.Open(folder.File()).QuerySelector(".missing li")!.TextContent);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("$null, 'text', 42")]
    [InlineData("[pscustomobject]@{ Name = 'x'; Result = 'Success' }")]
    [InlineData("[pscustomobject]@{ Subject = 'x' }, [pscustomobject]@{ Subject = 'y' }")]
    public void input_of_which_nothing_is_a_session_leaves_the_old_report_and_is_one_error(string input)
    {
        using Shell shell = new();
        using Folder folder = new();
        foreach (string script in new[] { $"{input} | Export-RestoreSessionReport '{folder.File()}'", $"Export-RestoreSessionReport '{folder.File()}' -Session ({input})" })
        {
            System.IO.File.WriteAllText(folder.File(), "old");
            ShellResult result = shell.Run(script);
            Assert.Equal("InvalidReportInput" + Id, result.ErrorId);
            Assert.Equal("old", System.IO.File.ReadAllText(folder.File()));
        }
    }

    [Fact]
    public void a_listing_without_results_makes_a_page_that_says_so_however_it_is_given()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"@() | Export-RestoreSessionReport '{folder.File("piped.html")}'; Export-RestoreSessionReport '{folder.File("given.html")}' -Session @()").ErrorId);
        Assert.All(new[] { "piped.html", "given.html" }, name => Assert.Equal("There was no session to report.", ReportDocument.Open(folder.File(name)).QuerySelector("main")!.TextContent.Trim()));
    }

    [Fact]
    public void a_mock_of_which_nothing_is_known_is_reported()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"[RestoreSessions.RestoreSession]@{{}}, [RestoreSessions.RestoreSession]@{{ CreationTime = '2026-05-12T10:00:00Z' }} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal("", ReportDocument.Open(folder.File()).Column("start")[1]);
        Assert.Contains("1 without a start not shown", ReportDocument.Open(folder.File()).QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, ReportDocument.Open(folder.File()).Tiles()["Unknown"]);
        Assert.Null(shell.Run($"[RestoreSessions.RestoreSession]@{{}} | Export-RestoreSessionReport '{folder.File("undated.html")}'").ErrorId);
        Assert.Null(ReportDocument.Open(folder.File("undated.html")).QuerySelector("svg.chart"));
    }
}
