using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class GetSessionTests
{
    private const string Id = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    public static TheoryData<string> Cultures => ["", "de-DE", "th-TH", "ar-SA", "fi-FI", "tr-TR"];

    [Fact]
    public async Task the_documented_bodies_become_typed_objects()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        foreach (string file in new[] { "sessions-array.json", "sessions-page.json" })
        {
            fixture.Server.Faults.Add(Fault.RawBody(File.ReadAllBytes(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", file))), "restoreSessions");
            IReadOnlyList<RestoreSession> sessions = fixture.Run("Get-RestoreSession").As<RestoreSession>();
            Assert.Equal(2, sessions.Count);
            Assert.Equal("2018-06-29T07:42:21.1916940Z", sessions[0].CreationTimeUtc.ToString("o", CultureInfo.InvariantCulture));
            Assert.Equal("2018-06-29T08:14:58.3532833Z", sessions[0].EndTimeUtc!.Value.ToString("o", CultureInfo.InvariantCulture));
            Assert.Equal(DateTimeKind.Local, sessions[0].CreationTime.Kind);
            Assert.Equal(sessions[0].CreationTimeUtc, sessions[0].CreationTime.ToUniversalTime());
            Assert.Equal(TimeSpan.FromTicks(19_571_615_893), sessions[0].Duration);
            Assert.Equal((fixture.Server.Server, "Vex", "Exchange", "Stopped", "Success"), (sessions[0].Server, sessions[0].Type, sessions[0].Workload, sessions[0].State, sessions[0].Result));
            Assert.Equal((null, null, null, "Working"), (sessions[1].EndTime, sessions[1].EndTimeUtc, sessions[1].Duration, sessions[1].State));
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task the_documented_request_is_sent_under_any_culture(string culture)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(culture: CultureInfo.GetCultureInfo(culture));
        Assert.Equal(culture, fixture.Run("[cultureinfo]::CurrentCulture.Name").One<string>());
        Assert.Empty(fixture.Run("Get-RestoreSession -StartTimeFrom 2020-05-12T15:55:20.8557416Z -StartTimeTo 2020-05-12T16:55:20.8557416Z").As<RestoreSession>());
        RequestRecord request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(("GET", "/v5/restoreSessions"), (request.Method, request.Path));
        Assert.Equal(("2020-05-12T15:55:20.8557416Z", "2020-05-12T16:55:20.8557416Z"), (request.Query["startTimeFrom"], request.Query["startTimeTo"]));
        Assert.StartsWith("Bearer access-", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain("+", request.RawQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'2026-06-01T12:00:00.1234567+02:00'", "2026-06-01T10:00:00.1234567Z")]
    [InlineData("([datetimeoffset]'2026-06-01T12:00:00+02:00')", "2026-06-01T10:00:00.0000000Z")]
    [InlineData("(([datetime]'2026-06-01T12:00:00Z').ToUniversalTime())", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("([datetime]'2026-06-01T12:00:00Z')", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("([datetime]::SpecifyKind([datetime]'2026-06-01T12:00:00Z', 'Unspecified'))", "2026-06-01T12:00:00.0000000Z")]
    [InlineData("([psobject]([datetime]'2026-06-01T12:00:00Z').ToUniversalTime())", "2026-06-01T12:00:00.0000000Z")]
    public async Task a_time_of_any_kind_is_the_moment_that_it_is(string value, string sent)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run($"Get-RestoreSession {value}").ErrorId);
        Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeTo {value}").ErrorId);
        Assert.Equal(sent, fixture.Server.Requests.Listings[0].Query["startTimeFrom"]);
        Assert.Equal(sent, fixture.Server.Requests.Listings[^1].Query["startTimeTo"]);
    }

    [Fact]
    public async Task text_without_an_offset_is_local_time()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run("Get-RestoreSession '2026-06-01 12:00' 2026-06-01T13:00:00").ErrorId);
        string Sent(int hour) => new DateTime(2026, 6, 1, hour, 0, 0, DateTimeKind.Local).ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);
        Assert.Equal((Sent(12), Sent(13)), (fixture.Server.Requests.Listings[0].Query["startTimeFrom"], fixture.Server.Requests.Listings[0].Query["startTimeTo"]));
    }

    [Fact]
    public async Task what_is_no_time_is_an_error_before_anything_is_sent()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Equal("ParameterArgumentTransformationError" + Id, fixture.Run("Get-RestoreSession soon").ErrorId);
        Assert.Equal("InvalidTimeRange" + Id, fixture.Run("Get-RestoreSession 2026-06-02 2026-06-01").ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task without_an_end_the_listing_is_pinned_to_now_by_the_servers_clock()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Options.DateHeader = "Fri, 01 Jan 2027 12:00:00 GMT";
        Assert.Null(fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Null(fixture.Run("Get-RestoreSession").ErrorId);
        DateTime pinned = DateTime.Parse(fixture.Server.Requests.Listings[^1].Query["startTimeTo"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Assert.InRange(pinned, new DateTime(2027, 1, 1, 12, 0, 1, DateTimeKind.Utc), new DateTime(2027, 1, 1, 12, 1, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(100_000)]
    public async Task a_bare_array_is_read_whole_in_one_request(int sessions)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = sessions, Shape = BodyShape.Array });
        Assert.Equal(sessions, fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Distinct().Count());
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_page_with_null_for_its_results_is_empty()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0, NullResultsWhenEmpty = true });
        Assert.Empty(fixture.Run("Get-RestoreSession").As<RestoreSession>());
    }

    [Fact]
    public async Task a_next_link_to_another_host_is_not_followed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 30, NextLinkHost = "elsewhere.invalid" });
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Fact]
    public async Task the_filter_is_repeated_on_every_page()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 10 });
        IReadOnlyList<RestoreSession> got = fixture.Run("Get-RestoreSession -StartTimeFrom 2026-06-01T08:00:00Z").As<RestoreSession>();
        Assert.InRange(got.Count, 20, 40);
        Assert.All(got, s => Assert.True(s.CreationTimeUtc > new DateTime(2026, 6, 1, 8, 0, 0, DateTimeKind.Utc)));
        Assert.All(fixture.Server.Requests.Listings, r => Assert.Equal("2026-06-01T08:00:00.0000000Z", r.Query["startTimeFrom"]));
        Assert.Single(fixture.Server.Requests.Listings.Select(r => r.Query["startTimeTo"]).Distinct());
    }

    [Fact]
    public async Task each_session_is_written_while_the_rest_is_still_on_its_way()
    {
        const int Sent = 100_000;
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, Shape = BodyShape.Array });
        Assert.Equal(1000, fixture.Run("Get-RestoreSession").Output.Count);
        int whole = (int)(Sent * 1000L / fixture.Server.Requests.Listings[0].BytesSent);
        fixture.Server.Requests.Clear();
        fixture.Server.Faults.Add(Fault.StallBody(Sent), "restoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");

        // Sessions differ in length by a few characters.
        await listing.WaitForOutputAsync(whole - 3);
        await fixture.Server.Faults.WaitUntilStalledAsync();
        Assert.False(fixture.Server.Requests.Listings[0].IsFinished);
        fixture.Server.Faults.Release();
        Assert.Equal(1000, listing.Wait().As<RestoreSession>().Count);
    }

    [Fact]
    public async Task ctrl_c_ends_a_listing_that_a_silent_server_holds_up()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 1000, Shape = BodyShape.Array });
        fixture.Server.Faults.Add(Fault.StallBody(100_000), "restoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await listing.WaitForOutputAsync(10);
        await fixture.Server.Faults.WaitUntilStalledAsync();
        listing.Stop();
        Assert.InRange(listing.Wait().Output.Count, 10, 200);
        Assert.Equal(1000, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Fact]
    public async Task ctrl_c_ends_a_command_whose_server_does_not_answer()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.StallHeaders(), "restoreSessions");
        using Invocation listing = fixture.Shell.Begin("Get-RestoreSession");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        listing.Stop();
        Assert.Empty(listing.Wait().Output);
    }

    [Fact]
    public async Task a_pipeline_that_has_enough_ends_the_download()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 100_000, Shape = BodyShape.Array });
        ShellResult result = fixture.Run("do { Get-RestoreSession | ForEach-Object { $_; if (++$n -eq 3) { break } } } while ($false)");
        Assert.Equal(3, result.As<RestoreSession>().Count);
        Assert.InRange(fixture.Server.BodyBytesSent, 1, 20_000_000);
    }

    [Fact]
    public async Task a_connection_may_be_named()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 3, Seed = 9 });
        ShellResult result = fixture.Run($"$other = Connect-RestoreServer {other.Server} $credential -CertificateThumbprint $thumbprint -PassThru; Get-RestoreSession -Connection $other");
        Assert.Equal([other.Server, other.Server, other.Server], result.As<RestoreSession>().Select(s => s.Server!));
        Assert.Empty(fixture.Server.Requests);
    }
}
