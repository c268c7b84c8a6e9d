using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class ErrorTests
{
    private const string Id = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    public static TheoryData<string, string, ErrorCategory> Faults => new()
    {
        { "403", "AccessDenied", ErrorCategory.PermissionDenied },
        { "409", "RequestRejected", ErrorCategory.InvalidOperation },
        { "500", "ServerFailed", ErrorCategory.ResourceUnavailable },
        { "503", "ServerFailed", ErrorCategory.ResourceUnavailable },
        { "429", "ServerFailed", ErrorCategory.ResourceUnavailable },
        { "html", "UnexpectedAnswer", ErrorCategory.InvalidData },
        { "null", "UnexpectedAnswer", ErrorCategory.InvalidData },
        { "redirect", "UnexpectedAnswer", ErrorCategory.InvalidData },
        { "truncated", "UnexpectedAnswer", ErrorCategory.InvalidData },
        { "reset", "ServerUnreachable", ErrorCategory.ConnectionError },
        { "cut", "UnexpectedAnswer", ErrorCategory.InvalidData },
        { "stalled headers", "RequestTimedOut", ErrorCategory.OperationTimeout },
        { "stalled body", "RequestTimedOut", ErrorCategory.OperationTimeout },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task each_fault_has_its_error(string fault, string error, ErrorCategory category)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 500 }, isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -TimeoutSec 1 -MaximumRetryCount 0").ErrorId);
        fixture.Server.Faults.Add(Make(fault), "restoreSessions");
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal(error + Id, result.ErrorId);
        ErrorRecord record = result.Errors[0];
        Assert.Equal(category, record.CategoryInfo.Category);
        Assert.Contains(fixture.Server.Server, record.Exception.Message, StringComparison.Ordinal);
        Assert.IsType<RestoreServerException>(record.Exception);
        Assert.Equal(fixture.Server.Server, ((RestoreServerException)record.Exception).Server);

        // The next command is none the worse.
        Assert.Equal(500, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("reset")]
    [InlineData("cut")]
    public async Task a_passing_fault_is_lived_through(string fault)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 100, MaximumLimit = 40 });
        fixture.Server.Faults.Add(Make(fault), "restoreSessions", skip: 1, times: 2);
        ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
        Assert.Equal(fixture.Server.Sessions.AllIds(), result.As<RestoreSession>().Select(s => s.Id));
        Assert.Contains(result.Verbose, line => line.Contains("attempt 2 of 6", StringComparison.Ordinal));
    }

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

    [Fact]
    public async Task a_bare_array_that_breaks_off_is_resumed_after_the_last_session_written()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 5000, Shape = BodyShape.Array });
        fixture.Server.Faults.Add(Fault.CutBody(1_000_000), "restoreSessions");
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(2, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task an_array_that_breaks_off_beyond_what_is_remembered_is_resumed_all_the_same()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 60_000, Shape = BodyShape.Array });
        fixture.Server.Faults.Add(Fault.CutBody(30_000_000), "restoreSessions");
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

    [Fact]
    public async Task one_server_of_several_that_fails_is_one_error_and_holds_up_no_other()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 3, Seed = 9 });
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint").ErrorId);
        other.Faults.Add(Fault.Status(500), "restoreSessions");
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("ServerFailed" + Id, result.ErrorId);
        Assert.Null(result.TerminatingError);
        Assert.Equal(100, result.Output.Count);
    }

    private static Fault Make(string name) => name switch
    {
        "html" => Fault.Html(),
        "null" => Fault.RawBody("null"),
        "redirect" => Fault.Redirect("https://elsewhere.invalid/"),
        "truncated" => Fault.RawBody(File.ReadAllText(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", "sessions-page.json"))[..700]),
        "reset" => Fault.Reset(),
        "cut" => Fault.CutBody(5_000),
        "stalled headers" => Fault.StallHeaders(),
        "stalled body" => Fault.StallBody(5_000),
        _ => Fault.Status(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
