using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
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
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public void the_table_fits_120_columns_and_reads_the_same_under_every_culture(string culture)
    {
        using Shell shell = new(new ShellOptions { Culture = CultureInfo.GetCultureInfo(culture) });
        string[] lines = Lines(shell.Render(Session));
        Assert.Equal("Started               Duration State    Result  Type       Organization                   InitiatedBy", lines[0].TrimEnd());
        Assert.Equal("2026-06-01T10:00:00   25:02:03 Stopped  Failed  OneDrive   contoso.onmicrosoft.com        CONTOSO\\jd", lines[2].TrimEnd());
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void a_working_session_has_no_duration_and_an_unknown_type_keeps_its_name()
    {
        using Shell shell = new();
        string line = Lines(shell.Render("[RestoreSessions.RestoreSession]@{ Type = 'Vnew'; State = 'Working'; CreationTime = '2026-06-01T10:00:00' }"))[2];
        Assert.Equal("2026-06-01T10:00:00            Working          Vnew", line.TrimEnd());
    }

    [Fact]
    public async Task the_list_view_has_everything()
    {
        await using Site site = await Site.OpenAsync();
        string[] properties = [.. typeof(RestoreSession).GetProperties().Select(p => p.Name)];
        string view = System.IO.File.ReadAllText(System.IO.Path.Combine(BuiltModule.Folder, "RestoreSessions.Format.ps1xml"));
        string list = view[view.IndexOf("RestoreSession.List", StringComparison.Ordinal)..view.IndexOf("RestoreConnection.Table", StringComparison.Ordinal)];
        Assert.All(properties, name => Assert.Contains($"<ListItem><PropertyName>{name}</PropertyName></ListItem>", list, StringComparison.Ordinal));
        Assert.NotEmpty(properties);
    }

    [Fact]
    public async Task a_connection_shows_no_secret()
    {
        await using Site site = await Site.OpenAsync();
        string shown = site.Shell.Render("Get-RestoreConnection");
        Assert.Contains(site.Server.Server, shown, StringComparison.Ordinal);
        Assert.Contains("v5", shown, StringComparison.Ordinal);
        Assert.All(site.Server.Secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
        Assert.Equal(
            ["ApiVersion", "Server", "TokenExpires", "UserName"],
            site.Run("(Get-RestoreConnection).PSObject.Properties.Name").As<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void a_session_can_be_built_for_a_mock()
    {
        using Shell shell = new();
        RestoreSession session = shell.Run("[RestoreSessions.RestoreSession]@{ State = 'Working'; CreationTime = [datetime]::Now.AddHours(-5) }").One<RestoreSession>();
        Assert.Equal("Working", session.State);
        Assert.InRange(session.CreationTimeUtc, DateTime.UtcNow.AddHours(-5.1), DateTime.UtcNow.AddHours(-4.9));
        Assert.Null(session.Duration);
        session.EndTimeUtc = session.CreationTimeUtc.AddHours(1);
        Assert.Equal(TimeSpan.FromHours(1), session.Duration);
        Assert.Equal(DateTimeKind.Local, session.EndTime!.Value.Kind);
    }

    private static string[] Lines(string rendered) => rendered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
