using System.Globalization;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class FormatTests
{
    private const string Session =
        "[RestoreSessions.RestoreSession]@{ Type = 'Veod'; State = 'Stopped'; Result = 'Failed'; Organization = 'contoso.onmicrosoft.com'; InitiatedBy = 'CONTOSO\\jd'; "
        + "CreationTime = '2026-06-01T10:00:00'; EndTime = '2026-06-02T11:02:03' }";

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public void a_table_reads_the_same_under_every_culture(string culture)
    {
        using Shell shell = new(new ShellOptions { Culture = CultureInfo.GetCultureInfo(culture) });
        string[] lines = Lines(shell.Render(Session));
        Assert.Equal("CreationTime     Duration Workload   Organization                          InitiatedBy                           Outcome", lines[0].TrimEnd());
        Assert.Equal("2026-06-01 10:00 25:02:03 OneDrive   contoso.onmicrosoft.com               CONTOSO\\jd                            Failed", lines[2].TrimEnd());
    }

    [Fact]
    public void a_working_session_has_no_duration_and_an_unknown_type_keeps_its_name()
    {
        using Shell shell = new();
        string line = Lines(shell.Render("[RestoreSessions.RestoreSession]@{ Type = 'Vnew'; State = 'Working'; Result = 'Success'; CreationTime = '2026-06-01T10:00:00' }"))[2];
        Assert.Equal("2026-06-01 10:00          Vnew" + new string(' ', 83) + "Working", line.TrimEnd());
    }

    [Theory]
    [InlineData("Working", "Success", "Working")]
    [InlineData("Working", "Failed", "Failed")]
    [InlineData("Starting", "Warning", "Warning")]
    [InlineData("Stopped", "Success", "Success")]
    [InlineData("", "Failed", "Failed")]
    [InlineData("Stopped", "Unheard", "Unheard")]
    public void the_outcome_is_the_result_once_there_is_one(string state, string result, string expected) =>
        Assert.Equal(expected, new RestoreSession { State = state, Result = result }.Outcome);

    [Theory]
    [InlineData("RestoreSessionStatistics", "SessionId,TotalItemsCount,RestoredItemsCount,FailedItemsCount,SkippedItemsCount,Warnings,Errors,Server")]
    [InlineData("RestoreItemStatistics", "Name,ItemType,Status,Path,Error")]
    [InlineData("RestoreSessionItem", "Name,ParentName,ItemType,Status,Path,Error,Warning,SessionId,Server")]
    public void what_is_shown_as_a_list_says_what_a_person_asks_for(string type, string expected)
    {
        using Shell shell = new();
        string[] lines = Lines(shell.Render($"[RestoreSessions.{type}]::new()"));
        Assert.Equal(expected.Split(','), lines.Select(line => line.Split(':')[0].Trim()));
        Type compiled = typeof(RestoreSession).Assembly.GetType("RestoreSessions." + type)!;
        Assert.All(expected.Split(','), name => Assert.NotNull(compiled.GetProperty(name)));
    }

    [Fact]
    public void the_warnings_and_errors_of_statistics_are_shown_as_the_lists_that_they_are()
    {
        using Shell shell = new();
        string[] lines = Lines(shell.Render("[RestoreSessions.RestoreSessionStatistics]@{ Warnings = 'one', 'two'; Errors = @('three') }"));
        Assert.Contains(lines, line => line.StartsWith("Warnings", StringComparison.Ordinal) && line.EndsWith(": {one, two}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Errors", StringComparison.Ordinal) && line.EndsWith(": {three}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RestoreSession", "CreationTimeUtc = '2026-06-02T00:00:00Z'", "CreationTimeUtc = '2026-06-01T00:00:00Z'")]
    [InlineData("RestoreSession", "Id = '00000000-0000-0000-0000-000000000002'", "Id = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("RestoreSessionEvent", "StartTimeUtc = '2026-06-02T00:00:00Z'; Order = 1", "StartTimeUtc = '2026-06-01T00:00:00Z'; Order = 2")]
    [InlineData("RestoreSessionEvent", "Order = 10", "Order = 9")]
    [InlineData("RestoreSessionEvent", "Id = '00000000-0000-0000-0000-000000000002'", "Id = '00000000-0000-0000-0000-000000000001'")]
    public void there_is_an_order_among_objects(string type, string later, string earlier)
    {
        using Shell shell = new();
        shell.Run($"$later = [RestoreSessions.{type}]@{{ {later} }}; $earlier = [RestoreSessions.{type}]@{{ {earlier} }}");
        Assert.Equal([true, true, true, false], shell.Run("$later -gt $earlier; $earlier -lt $later; $later -ge $later; $later -lt $null").As<bool>());
        Assert.NotEmpty(shell.Run("$later -gt 'text'").Errors);
    }

    [Fact]
    public async Task the_list_view_has_everything()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string[] properties = [.. typeof(RestoreSession).GetProperties().Select(p => p.Name.Replace("DurationSeconds", "Duration", StringComparison.Ordinal))];
        string view = System.IO.File.ReadAllText(System.IO.Path.Combine(BuiltModule.Folder, "RestoreSessions.Format.ps1xml"));
        string list = view[view.IndexOf("RestoreSession.List", StringComparison.Ordinal)..view.IndexOf("RestoreConnection.Table", StringComparison.Ordinal)];
        Assert.All(properties, name => Assert.Matches($"<ListItem>(<PropertyName>{name}</PropertyName>|<Label>{name}</Label><ScriptBlock>.*)</ListItem>", list));
        Assert.NotEmpty(properties);
    }

    [Theory]
    [InlineData("RestoreSession", "Name = 'a'", "a")]
    [InlineData("RestoreSession", "Name = ''", "00000000-0000-0000-0000-000000000000")]
    [InlineData("RestoreOrganization", "Name = ''", "00000000-0000-0000-0000-000000000000")]
    [InlineData("RestoreSessionEvent", "Title = ''; Message = 'm'", "m")]
    public void inside_a_string_an_object_says_what_it_is(string type, string properties, string expected)
    {
        using Shell shell = new();
        Assert.Equal(expected, shell.Run($"\"$([RestoreSessions.{type}]@{{ {properties} }})\"").One<string>());
    }

    private static string[] Lines(string rendered) => rendered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
