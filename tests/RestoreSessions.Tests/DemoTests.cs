using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using RestoreSessions.Tests.Reports;
using ShellPackages;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>The scripts of tests/Demo, in a shell of their own. <c>dotnet run --project tests/Demo</c> only starts the server for them.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task the_demo_shows_what_was_opened_who_restored_what_and_the_report_that_it_wrote()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 30, Anchor = DateTime.UtcNow });
        using TemporaryFolder folder = new();
        string report = folder["demo.html"];
        string script = Path.Combine(BuiltModule.Root, "tests", "Demo", "show.ps1");
        await using ChildProcess demo = new(
            PackagedShell.Path,
            ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, Shell.ModulePath, server.Server, server.Thumbprint, server.Options.UserName, report],
            new Dictionary<string, string> { ["DEMO_PASSWORD"] = server.Options.Password, ["NO_COLOR"] = "1" });
        (string shown, int exitCode) = await demo.WaitAsync();
        Assert.True(exitCode == 0, shown);
        SessionRecord[] lastHalfHour = [.. Enumerable.Range(0, 30).Select(i => server.Sessions[i]).Where(session => session.CreationTime > server.Options.Anchor.AddMinutes(-30))];
        Assert.NotEmpty(lastHalfHour);

        // Times are local, and each person stands beside what was opened and what was done.
        string opened = Part(shown, "What was opened in the last hour?");
        Assert.All(lastHalfHour, session => Assert.Matches(Local(session.CreationTime), opened));
        string done = Part(shown, "Who restored what in the last hour, and what left the backup in another way?");
        Assert.All(
            lastHalfHour.SelectMany(session => new[] { (1, "Restore"), (2, "Export") }.Where(done => session.EventCount > done.Item1).Select(done => (session, done.Item2, Start: session.CreationTime.AddSeconds(done.Item1 + 1)))),
            item => Assert.Matches($"{Local(item.Start)} +{Regex.Escape(item.session.InitiatedBy[..10])}[^ ]* +{item.Item2} ", done));
        Assert.Equal(report, Part(shown, "A report of the last day, to open in a browser").Trim());
        IHtmlDocument page = ReportDocument.Open(report);
        Assert.Equal(server.Sessions.AllIds().Reverse().Select(id => id.ToString()), page.Column("id"));
        Assert.Equal(lastHalfHour.Sum(session => session.EventCount), page.QuerySelectorAll("#sessions > tbody").Take(lastHalfHour.Length).Sum(row => row.QuerySelectorAll("details tbody tr").Length));
    }

    private static string Local(DateTime utc) => string.Create(CultureInfo.InvariantCulture, $"{utc.ToLocalTime():yyyy-MM-dd}[ T]{utc.ToLocalTime():HH:mm}(:{utc.ToLocalTime():ss})?");

    // What the shell shows of the statement below a comment.
    private static string Part(string shown, string comment) => Regex.Match(shown, $@"(?s)# {Regex.Escape(comment)}\r?\nPS> [^\n]*\n(.*?)(?=\n(# |PS> ))").Groups[1].Value;
}
