using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>After how many requests without an answer a server is given up. Stop-RestoreSession sends one after the other, so that each can be counted.</summary>
public sealed class GivenUpServerTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task twelve_in_a_row_are_sent_and_not_a_thirteenth_and_each_session_is_an_error()
    {
        await using ShellFixture fixture = await OpenAsync(20);
        await using RestoreServer other = await fixture.AddServerAsync();
        fixture.Server.Faults.Add(Fault.Status(503), times: int.MaxValue);
        ShellResult result = fixture.Run("$s | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.Equal(12, fixture.Server.Requests.Count);
        Assert.Empty(result.Output);
        Assert.Equal(
            [.. Enumerable.Repeat("ServerFailed", 12), .. Enumerable.Repeat("ServerNotResponding", 8)],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(fixture.Server.Sessions.AllIds().Take(12), result.Errors.Take(12).Select(error => ((RestoreSession)error.TargetObject).Id));
    }

    [Fact]
    public async Task an_answer_between_begins_the_count_anew()
    {
        await using ShellFixture fixture = await OpenAsync(36);
        bool IsGood(int i) => i % 12 == 11;
        Guid[] ids = [.. fixture.Server.Sessions.AllIds()];
        fixture.Server.Faults.Add(Fault.Status(503), times: int.MaxValue, when: request => !IsGood(Array.IndexOf(ids, Guid.Parse(request.Path.Split('/')[3]))));
        ShellResult result = fixture.Run("$s | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.Equal(ids.Where((_, i) => IsGood(i)), result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));
        Assert.All(result.Errors, error => Assert.StartsWith("ServerFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(ids.Where((_, i) => !IsGood(i)), result.Errors.Select(error => ((RestoreSession)error.TargetObject).Id));
        Assert.Equal(ids, ids.Where((id, i) => IsGood(i) == (fixture.Server.Sessions.Find(id)!.State == "Stopped")));
    }

    [Fact]
    public async Task a_refusal_is_an_answer()
    {
        await using ShellFixture fixture = await OpenAsync(30);
        fixture.Server.Faults.Add(Fault.Status(403), times: int.MaxValue);
        ShellResult result = fixture.Run("$s | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.All(result.Errors, error => Assert.StartsWith("AccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(fixture.Server.Sessions.AllIds(), result.Errors.Select(error => ((RestoreSession)error.TargetObject).Id));
        Assert.Equal(30, fixture.Server.Requests.Count);
    }

    private static async Task<ShellFixture> OpenAsync(int sessions)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, sessions).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), State = "Working" }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0; $s = @(Get-RestoreSession | Sort-Object CreationTime)").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
