using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Pages with few items or none in the middle of a list, as a server sends them that filters after it has paged.</summary>
public sealed class GapTests
{
    private const string Sessions = "Get-RestoreSession";
    private const string Events = "Get-RestoreSessionEvent -Id $id";
    private const string Organizations = "Get-RestoreOrganization";

    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, int[]> Hidden = new()
    {
        ["the first page"] = [0, 1, 2, 3],
        ["the first three pages"] = [.. Enumerable.Range(0, 12)],
        ["a page in the middle"] = [8, 9, 10, 11],
        ["several pages in a row"] = [.. Enumerable.Range(8, 13)],
        ["the last page"] = [28, 29, 30, 31],
        ["the last two pages"] = [.. Enumerable.Range(24, 8)],
        ["a place here and there"] = [3, 10, 17, 28],
        ["every other place"] = [.. Enumerable.Range(0, 16).Select(i => 2 * i)],
        ["all but the last place"] = [.. Enumerable.Range(0, 31)],
        ["every place"] = [.. Enumerable.Range(0, 32)],
    };

    public static TheoryData<string, string, int, bool> WithLinks
    {
        get
        {
            TheoryData<string, string, int, bool> rows = [];
            foreach (string gap in Hidden.Keys)
            {
                rows.Add(Sessions, gap, 8, false);
                rows.Add(Sessions, gap, 8, true);
                rows.Add(Events, gap, 8, true);
                rows.Add(Organizations, gap, 8, false);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(WithLinks))]
    public async Task what_lies_behind_a_gap_is_read_where_a_link_says_that_there_is_more(string command, string gap, int version, bool isNull)
    {
        await using ShellFixture fixture = await OpenAsync(version, gap);
        fixture.Server.Options.NullResultsWhenEmpty = isNull;
        Assert.Equal(Visible(fixture, command, gap), All(fixture.Run(command), command));
        Assert.InRange(fixture.Server.Requests.Count, 1, 100);
    }

    [Theory]
    [InlineData(Sessions)]
    [InlineData(Events)]
    public async Task a_gap_is_crossed_also_where_the_total_counts_what_is_sent(string command)
    {
        foreach (string gap in Hidden.Keys)
        {
            await using ShellFixture fixture = await OpenAsync(7, gap);
            fixture.Server.Options.TotalCount = all => $"{all - Hidden[gap].Length}";
            Assert.Equal(Visible(fixture, command, gap), All(fixture.Run(command), command));
        }
    }

    [Theory]
    [InlineData(Sessions, "GetRestoreSessionCommand", false, true)]
    [InlineData(Sessions, "GetRestoreSessionCommand", false, false)]
    [InlineData(Sessions, "GetRestoreSessionCommand", true, true)]
    [InlineData(Events, "GetRestoreSessionEventCommand", false, true)]
    [InlineData(Events, "GetRestoreSessionEventCommand", false, false)]
    [InlineData(Events, "GetRestoreSessionEventCommand", true, true)]
    public async Task all_comes_or_an_error_says_that_some_may_be_missing(string command, string cmdlet, bool hasLinks, bool countsHidden)
    {
        foreach (string gap in Hidden.Keys)
        {
            await using ShellFixture fixture = await OpenAsync(7, gap);
            fixture.Server.Options.LinksNext = hasLinks;
            fixture.Server.Options.TotalCount = countsHidden ? null : all => $"{all - Hidden[gap].Length}";
            ShellResult result = fixture.Run(command);
            string[] got = [.. Got(result, command)];
            string[] all = [.. Visible(fixture, command, gap)];
            Assert.Equal(hasLinks ? all : all.Take(got.Length), got);
            if (result.Errors.Count > 0 || got.Length < all.Length)
            {
                Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands." + cmdlet, result.ErrorId);
                Assert.Contains($"and has sent {got.Length}", result.Errors[0].ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0, "[]")]
    [InlineData(0, "null")]
    [InlineData(3, "[]")]
    [InlineData(3, "null")]
    public async Task a_page_that_is_empty_only_once_is_asked_for_again(int skip, string results)
    {
        await using ShellFixture fixture = await OpenAsync(8);
        fixture.Server.Faults.Add(Fault.RawBody("""{"offset":0,"limit":4,"results":""" + results + ""","_links":{"next":{"href":"/v8/RestoreSessions?offset=4"}}}"""), "RestoreSessions", skip);
        Assert.Equal(Visible(fixture, Sessions), All(fixture.Run(Sessions), Sessions));
    }

    [Theory]
    [InlineData(Sessions, "GetRestoreSessionCommand", 0)]
    [InlineData(Sessions, "GetRestoreSessionCommand", 2)]
    [InlineData(Events, "GetRestoreSessionEventCommand", 2)]
    [InlineData(Organizations, "GetRestoreOrganizationCommand", 2)]
    public async Task empty_pages_with_a_link_to_the_next_one_for_ever_are_an_error(string command, string cmdlet, int skip)
    {
        await using ShellFixture fixture = await OpenAsync(8);
        string path = command == Events ? "/Events" : command == Sessions ? "RestoreSessions" : "Organizations";
        fixture.Server.Faults.Add(Fault.RawBody("""{"results":[],"_links":{"next":{"href":"/v8/x"}}}"""), path, skip, int.MaxValue);
        ShellResult result = fixture.Run(command);
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands." + cmdlet, result.ErrorId);
        Assert.Equal(Visible(fixture, command).Take(skip == 0 ? 0 : 7), Got(result, command));
        Assert.InRange(fixture.Server.Requests.Count, 2, 300);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"href\":null}")]
    public async Task a_link_that_leads_nowhere_is_none(string next)
    {
        await using ShellFixture fixture = await OpenAsync(8);
        (fixture.Server.Options.MaximumLimit, fixture.Server.Options.LinksNext) = (1000, false);
        fixture.Server.Faults.Add(Fault.Replacing("\"_links\":{\"self\":{\"href\":\"/v8/RestoreSessions\"}}", "\"_links\":{\"next\":" + next + "}"), "RestoreSessions", times: int.MaxValue);
        Assert.Equal(Visible(fixture, Sessions), All(fixture.Run(Sessions), Sessions));
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task the_newest_are_not_written_of_a_list_that_may_have_more()
    {
        await using ShellFixture fixture = await OpenAsync(7, "a page in the middle");
        fixture.Server.Options.LinksNext = false;
        ShellResult result = fixture.Run("Get-RestoreSession -Last 3");
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.Empty(result.Output);
    }

    private static async Task<ShellFixture> OpenAsync(int version, string? gap = null)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 4, IgnoresOrder = true }, isConnected: false);
        SessionRecord[] sessions = [.. Enumerable.Range(0, 32).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddHours(1), EventCount = 32 })];
        fixture.Server.Sessions.Use(sessions);
        fixture.Server.Organizations.Use(Enumerable.Range(0, 32).Select(i => new OrganizationRecord { Id = Guid.NewGuid(), Name = $"organization {i}" }));
        Assert.Null(fixture.Run($"$id = '{sessions[5].Id}'; Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}").ErrorId);
        fixture.Server.Requests.Clear();
        fixture.Server.Options.IsHidden = gap is null ? null : place => Hidden[gap].Contains(place);
        return fixture;
    }

    // What each list has is told by another property: the identifier of a session, the item of an event, the name of an organization.
    private static IEnumerable<string> Visible(ShellFixture fixture, string command, string? gap = null) => Enumerable.Range(0, 32)
        .Where(place => gap is null || !Hidden[gap].Contains(place))
        .Select(place => command switch
        {
            Sessions => fixture.Server.Sessions[place].Id.ToString(),
            Events => $"Item {place}",
            _ => fixture.Server.Organizations.All[place].Name,
        });

    private static IEnumerable<string> Got(ShellResult result, string command) => result.Output
        .Select(item => item.Properties[command switch { Sessions => "Id", Events => "ItemName", _ => "Name" }].Value.ToString()!);

    private static IEnumerable<string> All(ShellResult result, string command)
    {
        Assert.Empty(result.Errors);
        return Got(result, command);
    }
}
