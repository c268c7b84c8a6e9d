using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Organizations that are piped to Get-RestoreSession, and the other names of its parameters.</summary>
public sealed class OrganizationSessionTests
{
    [Theory]
    [InlineData("contoso.com", "", "0 a, 2 a")]
    [InlineData("contoso.com", "-Outcome Failed", "2 a")]
    [InlineData("contoso.com, fabrikam.com", "-StartTimeFrom 2026-06-01T00:30:00Z", "1 a, 2 a, 1 b")]
    [InlineData("contoso.com, fabrikam.com", "-Last 2", "2 a, 1 b")]
    [InlineData("*", "-From 2026-06-01T00:30:00Z -To 2026-06-01T01:45:00Z", "1 a, 1 b")]
    public async Task each_goes_to_its_own_server_and_has_its_own_sessions(string names, string more, string expected)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        Assert.Null(fixture.Run($"$o = Get-RestoreOrganization {names}").ErrorId);
        fixture.Server.Requests.Clear();
        other.Requests.Clear();
        ShellResult result = fixture.Run($"$o | Get-RestoreSession {more}");
        Assert.Empty(result.Errors);
        string Place(RestoreSession session) => session.Server == fixture.Server.Server
            ? $"{Enumerable.Range(0, 3).Single(i => fixture.Server.Sessions[i].Id == session.Id)} a"
            : $"{Enumerable.Range(0, 2).Single(i => other.Sessions[i].Id == session.Id)} b";
        Assert.Equal(expected.Split(", ").Order(StringComparer.Ordinal), result.As<RestoreSession>().Select(Place).Order(StringComparer.Ordinal));

        // One listing of each server, however many of its organizations there are.
        Assert.Equal([1, expected.Contains('b', StringComparison.Ordinal) ? 1 : 0], new[] { fixture.Server, other }.Select(server => server.Requests.Listings.Count));
    }

    [Fact]
    public async Task of_two_servers_each_gives_the_sessions_of_its_own_organization_alone_though_it_has_some_of_the_others_name()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        ShellResult result = fixture.Run($"@(Get-RestoreOrganization contoso.com -Connection $server) + @(Get-RestoreOrganization fabrikam.com -Connection {other.Server}) | Get-RestoreSession");
        Assert.Equal(
            [(other.Server, other.Sessions[1].Id), .. new[] { 0, 2 }.Select(i => (fixture.Server.Server, fixture.Server.Sessions[i].Id))],
            result.As<RestoreSession>().Select(session => (session.Server!, session.Id)).OrderBy(read => read.Item1 != other.Server).ThenBy(read => read.Id == fixture.Server.Sessions[2].Id));
    }

    [Fact]
    public async Task one_of_a_server_that_is_not_connected_is_an_error_and_the_others_are_read()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        ShellResult result = fixture.Run($"$o = Get-RestoreOrganization; Disconnect-RestoreServer {other.Server}; $o | Get-RestoreSession");
        Assert.All(result.Errors, error => Assert.Equal("ServerNotConnected,RestoreSessions.Commands.GetRestoreSessionCommand", error.FullyQualifiedErrorId));
        Assert.Equal(["fabrikam.com"], result.Errors.Select(error => ((RestoreOrganization)error.TargetObject).Name).Distinct());
        Assert.Equal([fixture.Server.Server], result.Output.Select(session => ((RestoreSession)session.BaseObject).Server).Distinct());
    }

    [Theory]
    [InlineData("@{}")]
    [InlineData("@{ Name = '' }")]
    public async Task one_without_a_name_is_an_error_and_the_others_are_read(string unnamed)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run($"[RestoreSessions.RestoreOrganization]{unnamed}, [RestoreSessions.RestoreOrganization]'contoso.onmicrosoft.com' | Get-RestoreSession");
        Assert.Equal("OrganizationWithoutName,RestoreSessions.Commands.GetRestoreSessionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, item => Assert.Equal("contoso.onmicrosoft.com", ((RestoreSession)item.BaseObject).Organization));
    }

    [Fact]
    public async Task no_organizations_are_no_sessions_and_not_all()
    {
        await using ShellFixture fixture = await OpenAsync();
        Assert.Empty(fixture.Run("Get-RestoreOrganization x* | Get-RestoreSession").As<RestoreSession>());
        Assert.Empty(fixture.Server.Requests.Listings);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Server $server")]
    [InlineData("Get-RestoreSession -Server $server -Since 2026-06-01T00:00:00Z -To 2026-06-02")]
    [InlineData("Get-RestoreSession -From 2026-05-01 -Connection $server")]
    public async Task the_names_that_people_try_first_are_parameters(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        IReadOnlyList<RestoreSession> read = fixture.Run(command).As<RestoreSession>();
        Assert.Equal(fixture.Server.Sessions.AllIds().Skip(command.Contains("Since", StringComparison.Ordinal) ? 1 : 0), read.OrderBy(session => session.CreationTimeUtc).Select(session => session.Id));
        Assert.Null(fixture.Run("Disconnect-RestoreServer -Server $server").ErrorId);
        Assert.Equal(other.Server, fixture.Run("Get-RestoreConnection").One<RestoreConnection>().Server);
    }

    // Sessions 0 and 2 are of contoso.com, 1 is of fabrikam.com; 2 has failed.
    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 1000 });
        fixture.Server.Organizations.Use(Organizations("contoso.com", "fabrikam.com"));
        fixture.Server.Sessions.Use(Sessions("Contoso.com", "fabrikam.com", "contoso.com"));
        return fixture;
    }

    // Its organization is fabrikam.com alone, of which session 1 is.
    private static async Task<RestoreServer> ConnectOtherAsync(ShellFixture fixture)
    {
        RestoreServer other = await RestoreServer.StartAsync();
        other.Organizations.Use(Organizations("fabrikam.com"));
        other.Sessions.Use(Sessions("contoso.com", "fabrikam.com").Select(session => session with { CreationTime = session.CreationTime.AddMinutes(30), EndTime = null, State = "Working" }));
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        return other;
    }

    private static OrganizationRecord[] Organizations(params string[] names) => [.. names.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name })];

    private static SessionRecord[] Sessions(params string[] organizations) => [.. organizations.Select((organization, i) => new SessionRecord
    {
        CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), EndTime = new DateTime(2026, 6, 1, i, 1, 0, DateTimeKind.Utc), Organization = organization, Result = i == 2 ? "Failed" : "Success",
    })];
}
