using FakeServer;
using PuppeteerSharp;
using RestoreSessions.Report;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>Opens reports in a browser, and reads what it shows of them.</summary>
internal static class ShownReport
{
    public static async Task ShowAsync(this IPage page, Folder folder, string parameters, IEnumerable<SessionRecord>? sessions = null, string? more = null, string version = "v5")
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run($"Connect-RestoreServer $server -Credential $credential -CertificateThumbprint $thumbprint -ApiVersion {version}").ErrorId);
        if (sessions is not null)
        {
            fixture.Server.Sessions.Use(sessions);
        }

        Assert.Equal(
            more is null ? null : "InvalidReportInput,RestoreSessions.Commands.ExportRestoreSessionReportCommand",
            fixture.Run($"& {{ Get-RestoreSession; {more} }} | Export-RestoreSessionReport '{folder.File()}' {parameters}").ErrorId);
        await page.GoToAsync(new Uri(folder.File()).AbsoluteUri);
    }

    public static async Task ShowAsync(this IPage page, Folder folder, IEnumerable<ReportedSession> sessions)
    {
        using (StreamWriter output = new(folder.File()))
        {
            ReportPage.Write(output, new SessionReport("Restore sessions", DateTime.UtcNow, sessions), TestContext.Current.CancellationToken);
        }

        await page.GoToAsync(new Uri(folder.File()).AbsoluteUri);
    }

    public static DateTime Hour(int hour) => new(2026, 5, 12, hour, 0, 0, DateTimeKind.Utc);

    public static SessionRecord Session(int hour, string person, string type = "Vex", string result = "Success", int? seconds = 60) => new()
    {
        CreationTime = Hour(hour), EndTime = seconds is { } length ? Hour(hour).AddSeconds(length) : null, InitiatedBy = person, Type = type, Result = result, EventCount = 1,
    };

    public static Task<string[]> ColumnAsync(this IPage page, string name) =>
        page.EvaluateExpressionAsync<string[]>($"[...document.querySelectorAll('#sessions > tbody > tr > td.{name}, #sessions > tbody > .below > td > dl > .{name}')].map(cell => cell.textContent)");

    public static Task<string> SortedAsync(this IPage page) =>
        page.EvaluateExpressionAsync<string>("[...document.querySelectorAll('[aria-sort]')].map(head => head.className + ' ' + head.getAttribute('aria-sort')).join()");

    public static async Task ShowsAsync(this IPage page, params string[] people)
    {
        await ShowsAsync(page, people.Length);
        Assert.Equal(people, await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('#sessions > tbody')].filter(row => row.offsetHeight > 0).map(row => row.querySelector('td.who').textContent)"));
    }

    // The page filters a moment after the last key.
    public static async Task ShowsAsync(this IPage page, int count) => await page.WaitForFunctionAsync(
        "count => [...document.querySelectorAll('#sessions > tbody')].filter(row => row.offsetHeight > 0).length === count", new WaitForFunctionOptions { Timeout = 10_000 }, count);
}
