using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A session starts only on the server that its organization came from, though another one has an organization of the same name and identifier.</summary>
public sealed class OrganizationTargetTests
{
    private const string ServerNotConnected = "ServerNotConnected,RestoreSessions.Commands.StartRestoreSessionCommand";

    // An object as it was read, what Select-Object, a file or another shell made of it, and a row that somebody wrote.
    public static TheoryData<string> Organizations =>
    [
        "$organization",
        "$organization | Select-Object Name, Id, Server",
        "$organization | Select-Object Name, Server",
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($organization))",
        "[pscustomobject]@{ Name = $organization.Name; Server = $organization.Server }",
    ];

    [Theory]
    [MemberData(nameof(Organizations))]
    public async Task a_session_starts_on_the_server_that_its_organization_names(string organization)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        ShellResult result = fixture.Run($"{organization} | Start-RestoreSession -Type Exchange");
        Assert.Equal(fixture.Server.Server, result.One<RestoreSession>().Server);
        Assert.Empty(clone.Requests);
    }

    [Theory]
    [MemberData(nameof(Organizations))]
    public async Task an_organization_of_another_server_than_the_connection_named_is_an_error_and_nothing_is_sent(string organization)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        AssertRefused(fixture, clone, $"{organization} | Start-RestoreSession -Type Exchange -Connection {clone.Server}");
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Organizations))]
    public async Task an_organization_of_a_server_that_is_no_longer_connected_is_an_error_and_its_clone_is_left_alone(string organization)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"Disconnect-RestoreServer {fixture.Server.Server}").ErrorId);
        AssertRefused(fixture, clone, $"{organization} | Start-RestoreSession -Type Exchange");
    }

    [Fact]
    public async Task an_organization_is_found_anew_through_another_connection_to_its_server()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Equal(fixture.Server.Server, fixture.Run("$organization | Start-RestoreSession -Type Exchange").One<RestoreSession>().Server);
        Assert.Empty(clone.Requests);
    }

    private static void AssertRefused(ShellFixture fixture, RestoreServer clone, string script)
    {
        ShellResult result = fixture.Run($"{script}; 'went on'");
        Assert.Equal(ServerNotConnected, result.ErrorId);
        Assert.Contains($"Organization contoso.onmicrosoft.com is on {fixture.Server.Server}", result.Errors.Single().ToString(), StringComparison.Ordinal);
        Assert.Equal("went on", Assert.Single(result.Output).BaseObject);
        Assert.Empty(clone.Requests);
    }

    private static async Task<RestoreServer> CloneAsync(ShellFixture fixture)
    {
        RestoreServer clone = await RestoreServer.StartAsync(new ServerOptions());
        Assert.Null(fixture.Run($"$organization = Get-RestoreOrganization contoso*; Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck").ErrorId);
        fixture.Server.Requests.Clear();
        clone.Requests.Clear();
        return clone;
    }
}
