using System.Diagnostics;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("\"name\":@", "[0].name")]
    [InlineData("\"creationTime\":17", "[0].creationTime")]
    public async Task what_cannot_be_read_is_named_by_its_path(string property, string path)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.RawBody($$$"""[{"_links":{"self":{"href":"https://x"}},{{{property}}}}]"""), "restoreSessions", times: int.MaxValue);
        string message = Assert.Single(fixture.Run("Get-RestoreSession").Errors).ToString();
        Assert.Contains($"'{path}'", message, StringComparison.Ordinal);
    }

    // The longer one breaks off behind more sessions than are remembered.
    [Theory]
    [InlineData(5_000, 1_000_000)]
    [InlineData(60_000, 30_000_000)]
    public async Task a_bare_array_that_breaks_off_is_resumed_after_the_last_session_written(int sessions, int bytes)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = sessions, Shape = BodyShape.Array });
        fixture.Server.Faults.Add(Fault.CutBody(bytes), "restoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(2, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task a_server_that_restarts_in_the_middle_of_a_listing_is_waited_for()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 2000, MaximumLimit = 500 });
        fixture.Server.Faults.Add(Fault.StallBody(20_000), "restoreSessions", skip: 1);
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        await fixture.Server.StopAsync();
        await fixture.Server.StartAgainAsync();
        Assert.Equal(fixture.Server.Sessions.AllIds(), listing.Wait().As<RestoreSession>().Select(s => s.Id));
    }

    [Theory]
    [InlineData("429")]
    [InlineData("connection refused")]
    public async Task a_server_that_comes_back_is_met_by_a_command_that_waits_and_ctrl_c_ends_the_wait(string why)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Dictionary<string, string> hour = new() { ["Retry-After"] = "100" };
        foreach (bool isStopped in new[] { true, false })
        {
            if (why == "429")
            {
                fixture.Server.Faults.Add(Fault.Status(429, headers: isStopped ? hour : []), "restoreSessions");
            }
            else
            {
                await fixture.Server.StopAsync();
            }

            using Invocation listing = fixture.Shell.Begin("Get-RestoreSession -Verbose");
            await listing.WaitForVerboseAsync("attempt 2 of 6");
            if (why != "429")
            {
                await fixture.Server.StartAgainAsync();
            }

            if (isStopped)
            {
                Stopwatch watch = Stopwatch.StartNew();
                listing.Stop();
                Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
                ShellResult stopped = listing.Wait();
                Assert.Empty(stopped.Output);
                Assert.Empty(stopped.Errors);
                continue;
            }

            Assert.Equal(100, listing.Wait().As<RestoreSession>().Count);
        }
    }

    [Fact]
    public async Task a_slow_answer_is_waited_for_as_long_as_it_goes_on()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -TimeoutSec 2 -MaximumRetryCount 0").ErrorId);
        fixture.Server.Faults.Add(Fault.Drip(6, TimeSpan.FromMilliseconds(500)), "restoreSessions");
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(2.4), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task the_servers_own_words_stand_in_the_error_details()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(500, """{"Message":"The restore session\n has expired"}"""), "restoreSessions");
        ErrorRecord record = Assert.Single(fixture.Run("Get-RestoreSession").Errors);
        Assert.EndsWith("The server's message: The restore session has expired", record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((500, "The restore session has expired"), (((RestoreServerException)record.Exception).StatusCode, ((RestoreServerException)record.Exception).ServerMessage));
    }
}
