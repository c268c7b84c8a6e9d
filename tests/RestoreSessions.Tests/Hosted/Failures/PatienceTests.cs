using System.Diagnostics;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Whose silence is measured, how often a listing goes on, and what ends a wait.</summary>
public sealed class PatienceTests
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v5 ";

    [Theory]
    [InlineData(BodyShape.Array)]
    [InlineData(BodyShape.Page)]
    public async Task a_pipeline_that_is_slower_than_the_time_out_is_not_the_servers_silence(BodyShape shape)
    {
        await using ShellFixture fixture = await OpenAsync("-TimeoutSec 2 -MaximumRetryCount 0", new ServerOptions { SessionCount = 20_000, Shape = shape });
        ShellResult result = fixture.Run("Get-RestoreSession | ForEach-Object { if ($n++ -in 0, 15000) { [Threading.Thread]::Sleep(3200) }; $_ }");
        Assert.Equal(fixture.Server.Sessions.AllIds(), result.As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task a_time_out_of_0_waits_for_ever()
    {
        await using ShellFixture fixture = await OpenAsync("-TimeoutSec 0 -MaximumRetryCount 0");
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(300);
        fixture.Server.Faults.Add(Fault.Drip(4, TimeSpan.FromMilliseconds(300)), "restoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));

        // Nothing but the user ends it.
        fixture.Server.Faults.Add(Fault.StallHeaders(), "restoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        fixture.Server.Faults.Release();
        Assert.Equal(100, listing.Wait().As<RestoreSession>().Count);
    }

    [Theory]
    [InlineData("Get-RestoreSession", "restoreSessions", 1)]
    [InlineData("Get-RestoreSession", "restoreSessions", 3)]
    [InlineData("Get-RestoreSessionEvent -Id $id", "/Events", 1)]
    public async Task an_answer_that_breaks_off_again_and_again_is_read_on_as_long_as_each_attempt_brings_something(string command, string path, int retries)
    {
        await using ShellFixture fixture = await OpenAsync($"-MaximumRetryCount {retries}");
        fixture.Server.Sessions.Use(Enumerable.Range(0, 100).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, i % 60, 0, DateTimeKind.Utc), EventCount = 100 }));
        foreach (int at in Enumerable.Range(1, 6))
        {
            fixture.Server.Faults.Add(Fault.CutBody(at * 5_000), path);
        }

        Guid[] expected = [.. fixture.Server.Sessions.AllIds()];
        ShellResult result = fixture.Run($"$id = '{expected[0]}'; {command}");
        Assert.Null(result.ErrorId);
        Assert.Equal(100, result.Output.Select(o => o.BaseObject is RestoreSession s ? s.Id : ((RestoreSessionEvent)o.BaseObject).Id).Distinct().Count());
        Assert.Equal(100, result.Output.Count);
        Assert.Equal(7, fixture.Server.Requests.Count(r => r.Path.EndsWith(path, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task an_answer_that_breaks_off_at_the_same_place_is_given_up_after_as_many_attempts_as_allowed()
    {
        await using ShellFixture fixture = await OpenAsync("-MaximumRetryCount 2");
        fixture.Server.Faults.Add(Fault.CutBody(5_000), "restoreSessions", times: 100);
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.InRange(result.Output.Count, 1, 99);
        Assert.Equal(result.Output.Count, result.Output.Select(o => ((RestoreSession)o.BaseObject).Id).Distinct().Count());

        Assert.Equal(3, fixture.Server.Requests.Listings.Count);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Connection $c", "GetRestoreSessionCommand")]
    [InlineData("Get-RestoreOrganization -Connection $c", "GetRestoreOrganizationCommand")]
    public async Task disconnecting_ends_the_pause_before_a_retry(string command, string type)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Shell second = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = fixture.Run("Get-RestoreConnection").One<RestoreConnection>() } });
        fixture.Server.Faults.Add(Fault.Status(503, headers: new Dictionary<string, string> { ["Retry-After"] = "100" }), times: int.MaxValue, when: r => r.Method == "GET");
        using Invocation waiting = second.Begin(command + " -Verbose");
        await waiting.WaitForVerboseAsync("attempt 2 of 6 in 100.0 s");
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
        ShellResult result = waiting.Wait();
        Assert.Equal($"NotConnected,RestoreSessions.Commands.{type}", result.ErrorId);
        Assert.Contains("has been closed. Run Connect-RestoreServer again.", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Single(fixture.Server.Requests, r => r.Method == "GET");
    }

    [Theory]
    [InlineData("Get-RestoreSession", "headers", "it did not answer within 1 s.")]
    [InlineData("Get-RestoreSession", "body", "it was silent for 1 s in the middle of its answer.")]
    [InlineData("Get-RestoreSession", "drip", "it sent something, but no item of the list, for 3 s.")]
    [InlineData("Get-RestoreSession -Id $id", "headers", "it did not answer within 1 s.")]
    [InlineData("Get-RestoreSession -Id $id", "body", "its answer was not complete within 1 s.")]
    [InlineData("Get-RestoreSession -Id $id", "drip", "its answer was not complete within 1 s.")]
    public async Task the_error_says_how_long_it_was_waited_for_what(string command, string silence, string said)
    {
        await using ShellFixture fixture = await OpenAsync("-TimeoutSec 1 -MaximumRetryCount 0");
        Fault fault = silence switch
        {
            "headers" => Fault.StallHeaders(),
            "body" => Fault.StallBody(20),
            _ => Fault.DripForEver(200, "{", TimeSpan.FromMilliseconds(200)),
        };
        fixture.Server.Faults.Add(fault, "restoreSessions");
        ShellResult result = fixture.Run($"$id = '{fixture.Server.Sessions[0].Id}'; {command}");
        Assert.Equal("RequestTimedOut,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        string what = command.Contains("$id", StringComparison.Ordinal) ? $" for restore session {fixture.Server.Sessions[0].Id}" : "";
        Assert.StartsWith($"{fixture.Server.Server} took too long{what}: {said} Try again", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        fixture.Server.Faults.Release();
    }

    private static async Task<ShellFixture> OpenAsync(string arguments, ServerOptions? options = null)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(options, isConnected: false);
        Assert.Null(fixture.Run(Connect + arguments).ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
