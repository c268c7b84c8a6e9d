using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What stands on the screen, as approved, and that its headings can be typed.</summary>
public sealed class TableTests
{
    private const string Copy = "$copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($s))";

    private const string Objects = """
        $session = [RestoreSessions.RestoreSession]@{
            Type = 'Vesp'; State = 'Stopped'; Result = 'Failed'; Organization = 'contoso.onmicrosoft.com'; InitiatedBy = 'CONTOSO\backup.operator'
            CreationTime = '2026-06-01T10:00:00'; EndTime = '2026-06-02T11:02:03'; Server = 'vbo1.contoso.local' }
        $working = [RestoreSessions.RestoreSession]@{
            Type = 'Vex'; State = 'Working'; Result = 'Success'; Organization = 'fabrikam.com'; InitiatedBy = 'fabrikam.com'; CreationTime = '2026-06-01T10:05:00'; Server = 'vbo2' }
        $event = [RestoreSessions.RestoreSessionEvent]@{
            Session = $session; Type = 'Restore'; Status = 'Success'; ItemName = 'Quarterly report.xlsx'; Source = 'contoso.onmicrosoft.com\Mailboxes\a.smith\Inbox'; Target = 'contoso.onmicrosoft.com\Mailboxes\j.doe'
            StartTime = '2026-06-01T10:00:01'; Server = 'vbo1.contoso.local' }
        $connection = [RestoreSessions.RestoreConnection]@{ Server = 'vbo1.contoso.local:4443'; UserName = 'CONTOSO\backup.reader'; ApiVersion = 'v8'; TokenExpires = '2026-06-01T11:00:00' }
        $organization = [RestoreSessions.RestoreOrganization]@{ Name = 'contoso.onmicrosoft.com'; Type = 'Office365'; Id = '0800471b-d0e2-422b-9d7c-35d15661c3fb'; Server = 'vbo1.contoso.local' }
        function Add-Mark([string] $View) { process { $_.PSTypeNames.Insert(0, "$($_.GetType().FullName)#$View"); $_ } }
        """;

    private static readonly string Approved = Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", "tables.txt");

    [Fact]
    public void tables_at_80_to_200_columns_are_as_approved()
    {
        List<string> shown = [];
        foreach (int width in new[] { 80, 100, 120, 160, 200 })
        {
            using Shell shell = new(new ShellOptions { Width = width });
            foreach (string what in Shown("$session, $working", width))
            {
                string[] lines = [.. shell.Render($"{Objects}\n{what}").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
                Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
                shown.AddRange([$"# {width}: {what}", .. lines, ""]);
            }
        }

        Assert.Equal(File.ReadAllText(Approved).ReplaceLineEndings("\n"), string.Join('\n', shown));
    }

    [Fact]
    public void a_heading_stands_in_one_line_at_any_width_from_80_on()
    {
        for (int width = 80; width <= 130; width++)
        {
            using Shell shell = new(new ShellOptions { Width = width });
            foreach (string what in Shown("$session", width))
            {
                string[] lines = [.. shell.Render($"{Objects}\n{what}").Split('\n').Where(line => line.Trim().Length > 0)];
                Assert.Equal(3, lines.Length);
                Assert.DoesNotContain('\u2026', lines[0]);
            }
        }
    }

    [Fact]
    public void a_heading_is_the_name_of_a_property()
    {
        using Shell shell = new();
        XElement[] views = [.. XDocument.Load(Path.Combine(BuiltModule.Folder, "RestoreSessions.Format.ps1xml")).Descendants("View").Where(view => view.Element("TableControl") is not null)];
        Assert.Equal(10, views.Length);
        foreach (XElement view in views)
        {
            PSObject item = Assert.Single(shell.Run($"[{view.Descendants("TypeName").Single().Value.Split('#')[0]}]::new()").Output);
            string[] headings = [.. view.Descendants("TableColumnHeader").Select(header => header.Element("Label")!.Value)];
            string[] cells = [.. view.Descendants("TableColumnItem").Select(cell => cell.Value)];
            Assert.Equal(headings.Length, cells.Length);
            Assert.All(headings.Zip(cells), pair =>
            {
                Assert.NotNull(item.Properties[pair.First]);
                Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData("Get-RestoreSession @only")]
    [InlineData("Get-RestoreSession -Last 2 @only")]
    [InlineData("Get-RestoreSession @only | Get-RestoreSession @only")]
    [InlineData("Get-RestoreSession @only | Get-RestoreSessionEvent @only")]
    [InlineData("Get-RestoreOrganization @only")]
    public async Task the_server_is_a_column_where_several_are_read_and_only_there(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        Assert.Null(fixture.Run("$only = @{}").ErrorId);
        Assert.DoesNotContain(fixture.Server.Server, fixture.Shell.Render(command), StringComparison.Ordinal);
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { SessionCount = 3, Seed = 2 });
        string[] lines = fixture.Shell.Render(command).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(" Server", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.TrimEnd().EndsWith(other.Server, StringComparison.Ordinal) || line.TrimEnd().EndsWith(fixture.Server.Server, StringComparison.Ordinal));
        Assert.Null(fixture.Run("$only = @{ Connection = (Get-RestoreConnection)[0] }").ErrorId);
        Assert.DoesNotContain(fixture.Server.Server, fixture.Shell.Render(command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(119, "Get-RestoreSession", "")]
    [InlineData(120, "Get-RestoreSession", "")]
    [InlineData(119, "Get-RestoreSession -Last 1 | Get-RestoreSessionEvent", "")]
    [InlineData(120, "Get-RestoreSession -Last 1 | Get-RestoreSessionEvent", "Wide")]
    [InlineData(0, "Get-RestoreSession -Last 1 | Get-RestoreSessionEvent", "")]
    public async Task a_wide_terminal_gets_more_columns_and_a_listing_of_one_server_no_marks(int width, string command, string mark)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3 });
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 3, Seed = 2 });
        using Runspace terminal = RunspaceFactory.CreateRunspace(new TerminalHost(width));
        terminal.Open();
        PSObject[] Run(string script, params object[] arguments)
        {
            using PowerShell shell = PowerShell.Create(terminal);
            shell.AddScript(script);
            Array.ForEach(arguments, argument => shell.AddArgument(argument));
            PSObject[] output = [.. shell.Invoke()];
            Assert.Empty(shell.Streams.Error);
            return output;
        }

        PSCredential credential = ShellFixture.Credential(fixture.Server.Options.UserName, fixture.Server.Options.Password);
        Run("param($module, $server, $credential) Import-Module $module; Connect-RestoreServer $server $credential -SkipCertificateCheck", Shell.ModulePath, fixture.Server.Server, credential);
        string First() => Run(command)[0].TypeNames[0];
        string type = command.EndsWith("Event", StringComparison.Ordinal) ? "RestoreSessions.RestoreSessionEvent" : "RestoreSessions.RestoreSession";
        Assert.Equal(mark.Length == 0 ? type : $"{type}#{mark}", First());
        Run("param($server, $credential) Connect-RestoreServer $server $credential -SkipCertificateCheck", other.Server, credential);
        Assert.Equal($"{type}#SeveralServers{(width >= 120 ? "Wide" : "")}", First());
    }

    // What a command writes to a terminal of that width, of one server and of several.
    private static string[] Shown(string sessions, int width) =>
    [
        sessions, width < 120 ? "$event" : "$event | Add-Mark Wide", "$connection", "$organization",
        .. new[] { sessions, "$event" }.Select(what => $"{what} | Add-Mark SeveralServers{(width < 120 ? "" : "Wide")}"), "$organization | Add-Mark SeveralServers",
    ];

    [Theory]
    [InlineData("Get-RestoreSession -Last 1", "Format-Table")]
    [InlineData("Get-RestoreSession -Last 1", "Format-List")]
    [InlineData("Get-RestoreSession | Get-RestoreSessionEvent | Select-Object -First 1", "Format-Table")]
    [InlineData("Get-RestoreOrganization contoso*", "Format-Table")]
    [InlineData("Get-RestoreConnection", "Format-Table")]
    public async Task what_comes_back_from_a_file_or_a_job_looks_as_it_did(string get, string format)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run($"$s = {get}; {Copy}").ErrorId);
        Assert.Equal(fixture.Shell.Render("$s | " + format), fixture.Shell.Render("$copy | " + format));
    }

    [Theory]
    [InlineData("$copy.InitiatedBy = 'masked'; $copy")]
    [InlineData("$s | Add-Member -Force NoteProperty InitiatedBy masked -PassThru")]
    [InlineData("[pscustomobject]@{ PSTypeName = 'RestoreSessions.RestoreSession'; CreationTime = Get-Date; Organization = 'contoso'; InitiatedBy = 'masked' }")]
    public async Task a_table_shows_what_the_properties_of_an_object_say(string objects)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run($"$s = Get-RestoreSession -Last 1; {Copy}").ErrorId);
        Assert.Contains("masked", fixture.Shell.Render(objects + " | Format-Table"), StringComparison.Ordinal);
    }
}
