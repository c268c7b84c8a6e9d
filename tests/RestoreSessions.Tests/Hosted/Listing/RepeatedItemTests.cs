using System.Text;
using System.Text.RegularExpressions;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Answers that hold an item more than once.</summary>
public sealed class RepeatedItemTests
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 1 -TimeoutSec ";
    private const string Command = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(BodyShape.Array, 10_000)]
    [InlineData(BodyShape.Page, 10_000)]
    [InlineData(BodyShape.Page, 4)]
    public async Task an_item_that_the_list_repeats_is_written_and_counted_once(BodyShape shape, int limit)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Shape = shape, MaximumLimit = limit });
        SessionRecord[] all = [.. Enumerable.Range(0, 10).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddHours(1) })];
        fixture.Server.Sessions.Use([all[0], all[1], all[0], .. all[2..], all[9], all[4]]);
        fixture.Server.Options.Latency = TimeSpan.FromMilliseconds(1100);
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal(all.Select(s => (s.Id, s.CreationTime)), result.As<RestoreSession>().Select(s => (s.Id, s.CreationTimeUtc)));
        Assert.DoesNotContain(result.Progress, p => p.StatusDescription.StartsWith("11", StringComparison.Ordinal) || p.StatusDescription.StartsWith("13", StringComparison.Ordinal));
        Assert.Equal(all[9].Id, fixture.Run("Get-RestoreSession -Last 1").One<RestoreSession>().Id);
    }

    [Fact]
    public async Task an_answer_that_has_every_item_twice_is_read_to_its_end()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Shape = BodyShape.Array });
        SessionRecord[] all = [.. Enumerable.Range(0, 15_000).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddYears(1) })];
        fixture.Server.Sessions.Use(all.SelectMany(session => new[] { session, session }));
        Assert.Equal(all.Select(s => s.Id), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Theory]
    [InlineData(10_000, BodyShape.Page, true)]
    [InlineData(10_000, BodyShape.Page, false)]
    [InlineData(10_000, BodyShape.Array, true)]
    [InlineData(3, BodyShape.Page, true)]
    [InlineData(1, BodyShape.Page, true)]
    public async Task events_without_identifiers_are_not_taken_for_one(int limit, BodyShape shape, bool echoesLimit)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = limit, EventShape = shape, CutsArrays = true, EchoLimit = echoesLimit });
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = Start, EventCount = 7 }]);
        fixture.Server.Faults.Add(
            Fault.Altered(body => Encoding.UTF8.GetBytes(Regex.Replace(Encoding.UTF8.GetString(body), "\"id\":\"[^\"]*\"", $"\"id\":\"{Guid.Empty}\""))), "/Events", times: int.MaxValue);
        Assert.Equal(
            Enumerable.Range(0, 7).Select(i => $"Item {i}"),
            fixture.Run($"Get-RestoreSessionEvent -Id {fixture.Server.Sessions[0].Id}").As<RestoreSessionEvent>().Select(e => e.ItemName));
    }

    [Fact]
    public async Task organizations_without_identifiers_are_told_apart_by_their_types()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Organizations.Use([new OrganizationRecord { Name = "same", Type = "Office365" }, new OrganizationRecord { Name = "same", Type = "OnPremises" }]);
        Assert.Equal(["Office365", "OnPremises"], fixture.Run("Get-RestoreOrganization").As<RestoreOrganization>().Select(o => o.Type));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task a_known_item_that_drips_for_ever_is_not_waited_for(int skip)
    {
        await using ShellFixture fixture = await OpenAsync(1);
        fixture.Server.Faults.Add(Fault.DripForEver(200, """{"results":[""" + Json(fixture, 3), Pause, "," + Json(fixture, 3)), "RestoreSessions", skip, int.MaxValue);
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("RequestTimedOut" + Command, result.ErrorId);
        Assert.Equal(fixture.Server.Sessions.AllIds().Skip(skip == 0 ? 3 : 0).Take(skip == 0 ? 1 : 4), Got(result));
        fixture.Server.Faults.Clear();
        await fixture.Server.Requests.WaitUntilIdleAsync();
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    public async Task a_flood_of_a_known_item_is_an_error_also_without_a_time_out(int skip, int timeout)
    {
        await using ShellFixture fixture = await OpenAsync(timeout);
        string flood = string.Concat(Enumerable.Repeat("," + Json(fixture, 3), 1_000));
        fixture.Server.Faults.Add(Fault.DripForEver(200, """{"results":[""" + Json(fixture, 3), TimeSpan.FromMilliseconds(1), flood), "RestoreSessions", skip, int.MaxValue);
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("UnexpectedAnswer" + Command, result.ErrorId);
        Assert.Equal(fixture.Server.Sessions.AllIds().Skip(skip == 0 ? 3 : 0).Take(skip == 0 ? 1 : 4), Got(result));
        Assert.InRange(fixture.Server.Requests.Listings.Count, skip + 1, 4);
        fixture.Server.Faults.Clear();
        await fixture.Server.Requests.WaitUntilIdleAsync();
    }

    [Theory]
    [InlineData(BodyShape.Array, 0)]
    [InlineData(BodyShape.Page, 0)]
    [InlineData(BodyShape.Page, 1)]
    public async Task an_answer_that_broke_off_may_come_again_slowly_with_what_is_known(BodyShape shape, int skip)
    {
        // What is known takes longer than the time without an item that ends a listing.
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 90, Shape = shape, MaximumLimit = 45 }, isConnected: false);
        Assert.Null(fixture.Run(Connect + "1 -ApiVersion v5").ErrorId);
        Guid[] all = [.. fixture.Server.Sessions.AllIds()];
        fixture.Server.Faults.Add(Fault.CutAfter(all[skip == 0 ? 40 : 80].ToString()), "restoreSessions", skip);
        fixture.Server.Faults.Add(Fault.Drip(20, TimeSpan.FromMilliseconds(250)), "restoreSessions", skip);
        Assert.Equal(all, fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Theory]
    [InlineData(BodyShape.Array)]
    [InlineData(BodyShape.Page)]
    public async Task an_answer_that_broke_off_behind_its_last_item_is_read_on_from_there(BodyShape shape)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 95, Shape = shape, CutsArrays = true, MaximumLimit = 30, EchoesAskedLimit = true });
        Guid[] all = [.. fixture.Server.Sessions.AllIds()];
        fixture.Server.Faults.Add(Fault.CutAfter($"/RestoreSessions/{all[29]}/events\"}}}}}}"), "restoreSessions");
        fixture.Server.Faults.Add(Fault.CutAfter($"/RestoreSessions/{all[58]}/events\"}}}}}}"), "restoreSessions", skip: 1);
        Assert.Equal(all, fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    private static async Task<ShellFixture> OpenAsync(int timeout)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 4, IgnoresOrder = true, ChecksContract = false }, isConnected: false);
        Assert.Null(fixture.Run($"{Connect}{timeout} -ApiVersion v8").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }

    private static string Json(ShellFixture fixture, int place) =>
        $$"""{"id":"{{fixture.Server.Sessions[place].Id}}","creationTime":"2026-06-01T10:00:00Z","type":"Vex","state":"Stopped","result":"Success"}""";

    private static IEnumerable<Guid> Got(ShellResult result) => result.Output.Select(o => ((RestoreSession)o.BaseObject).Id);
}
