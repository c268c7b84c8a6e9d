using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>-Last ends a listing early only while the server lists the newest first.</summary>
public sealed class NewestTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    // The minutes at which the sessions start, in the order of the server.
    private static readonly Dictionary<string, int[]> Orders = new()
    {
        ["oldest first"] = [.. Enumerable.Range(0, 95)],
        ["shuffled"] = [.. Enumerable.Range(0, 95).Select(i => i * 37 % 95)],
        ["newest first but the last"] = [.. Enumerable.Range(0, 95).Select(i => i == 0 ? 100 : 95 - i).Skip(1), 100],
        ["two halves, each newest first"] = [.. Enumerable.Range(0, 47).Select(i => 46 - i), .. Enumerable.Range(47, 48).Select(i => 141 - i)],
        ["the same moment"] = [.. Enumerable.Repeat(7, 95)],
    };

    [Theory]
    [InlineData("oldest first", 4, "")]
    [InlineData("oldest first", 1000, "")]
    [InlineData("oldest first", 2, "-Name odd*")]
    [InlineData("shuffled", 4, "")]
    [InlineData("shuffled", 1, "")]
    [InlineData("shuffled", 1000, "-Name odd*")]
    public async Task a_server_that_does_not_sort_is_read_to_its_end(string order, int largestPage, string filter)
    {
        await using ShellFixture fixture = await OpenAsync(order, largestPage);
        Assert.Equal(Newest(fixture, 5, filter), Got(fixture, $"Get-RestoreSession -Last 5 {filter}"));
    }

    [Theory]
    [InlineData("newest first but the last", "-Last 95")]
    [InlineData("two halves, each newest first", "-Last 48")]
    [InlineData("two halves, each newest first", "-Last 47")]
    public async Task an_order_that_breaks_before_there_are_enough_is_noticed(string order, string last)
    {
        await using ShellFixture fixture = await OpenAsync(order, 30);
        Assert.Equal(Newest(fixture, int.Parse(last[6..], System.Globalization.CultureInfo.InvariantCulture)), Got(fixture, $"Get-RestoreSession {last}"));
    }

    [Fact]
    public async Task the_same_session_of_two_servers_is_two_of_the_newest()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await RestoreServer.StartAsync();
        SessionRecord[] sessions = [.. Enumerable.Range(0, 3).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), EndTime = new DateTime(2026, 6, 2, 0, 0, 0, DateTimeKind.Utc) })];
        fixture.Server.Sessions.Use(sessions);
        clone.Sessions.Use(sessions);
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck").ErrorId);
        IEnumerable<(Guid, string)> expected = sessions.Reverse().SelectMany(session => new[] { fixture.Server.Server, clone.Server }.Order(StringComparer.Ordinal).Select(server => (session.Id, server)));
        Assert.Equal(expected.Take(4), fixture.Run("Get-RestoreSession -Last 4").As<RestoreSession>().Select(session => (session.Id, session.Server!)));
    }

    [Fact]
    public async Task sessions_of_the_same_moment_are_in_order()
    {
        await using ShellFixture fixture = await OpenAsync("the same moment", 30);
        Assert.Equal(5, Got(fixture, "Get-RestoreSession -Last 5").Count());
        Assert.Single(fixture.Server.Requests.Listings);
    }

    [Fact]
    public async Task the_newest_of_a_server_that_sorts_and_of_one_that_does_not_are_those_of_both()
    {
        await using ShellFixture fixture = await OpenAsync("shuffled", 10);
        await using RestoreServer sorted = await RestoreServer.StartAsync(new ServerOptions { MaximumLimit = 10 });
        sorted.Sessions.Use(Enumerable.Range(0, 95).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i).AddSeconds(30), EndTime = Start.AddDays(1) }));
        Assert.Null(fixture.Run($"Connect-RestoreServer {sorted.Server} $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        Guid[] expected = [.. All(fixture.Server).Concat(All(sorted)).OrderByDescending(s => s.CreationTime).Take(7).Select(s => s.Id)];
        Assert.Equal(expected, Got(fixture, "Get-RestoreSession -Last 7"));
        Assert.Single(sorted.Requests.Listings);
    }

    private static IEnumerable<SessionRecord> All(RestoreServer server) => Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i]);

    private static Guid[] Newest(ShellFixture fixture, int count, string filter = "") => [.. All(fixture.Server)
        .Where(s => filter.Length == 0 || s.Name.StartsWith("odd", StringComparison.Ordinal)).OrderByDescending(s => s.CreationTime).Take(count).Select(s => s.Id)];

    private static IEnumerable<Guid> Got(ShellFixture fixture, string command) => fixture.Run(command).As<RestoreSession>().Select(s => s.Id);

    private static async Task<ShellFixture> OpenAsync(string order, int largestPage)
    {
        ShellFixture fixture = await ShellFixture.ConnectAsync("-ApiVersion v8", new ServerOptions { MaximumLimit = largestPage, IgnoresOrder = true });
        fixture.Server.Sessions.Use(Orders[order].Select((minute, place) => new SessionRecord
        {
            CreationTime = Start.AddMinutes(minute),
            EndTime = Start.AddDays(1),
            Name = place % 3 == 1 ? "odd" : "even",
        }));
        return fixture;
    }
}
