using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Whose rights count after a second logon, and what is left of a connection when it should be over.</summary>
public sealed class ReplacedConnectionTests
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v5 -PassThru";
    private const string NotConnected = "NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand";

    [Fact]
    public async Task a_second_logon_to_the_same_server_closes_the_first_connection()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection first = fixture.Run("$first = Get-RestoreConnection; $session = Get-RestoreSession -Last 1; $first").One<RestoreConnection>();
        string[] secrets = [.. fixture.Server.Secrets];
        RestoreConnection second = fixture.Run(Connect).One<RestoreConnection>();
        Assert.Same(second, fixture.Run("Get-RestoreConnection").One<RestoreConnection>());
        Assert.Null(ObjectGraph.FindInMemory(first, [fixture.Server.Options.Password, .. secrets]));

        fixture.Server.ExpireTokens();
        fixture.Server.Requests.Clear();
        Assert.Equal(NotConnected, fixture.Run("Get-RestoreSession -Connection $first").ErrorId);
        Assert.Empty(fixture.Server.Requests);

        // What came through the first is read on through the second.
        Assert.Null(fixture.Run("$session | Get-RestoreSessionEvent").ErrorId);
        Assert.NotEmpty(fixture.Server.Requests);
        fixture.Server.Requests.Clear();
        Assert.Null(fixture.Run("Disconnect-RestoreServer; Disconnect-RestoreServer $first").ErrorId);
        Assert.Equal(NotConnected, fixture.Run("Get-RestoreSession -Connection $first").ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_second_logon_that_fails_leaves_the_first_connection()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.NotNull(fixture.Run("Connect-RestoreServer $server ([pscredential]::new('x', $credential.Password)) -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Single(fixture.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
    }

    [Fact]
    public async Task removing_the_module_closes_the_connections_of_its_runspace_alone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        using Shell other = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?>
            {
                ["c"] = connection, ["server"] = fixture.Server.Server, ["thumbprint"] = fixture.Server.Thumbprint,
                ["credential"] = ShellFixture.Credential(fixture.Server.Options.UserName, fixture.Server.Options.Password),
            },
        });
        Assert.Single(other.Run(Connect).As<RestoreConnection>());
        string[] secrets = [fixture.Server.Options.Password, fixture.Server.Secrets[0]];
        Assert.NotNull(ObjectGraph.FindInMemory(connection, secrets));
        Assert.Empty(fixture.Run("Remove-Module RestoreSessions").Errors);
        Assert.Null(ObjectGraph.FindInMemory(connection, secrets));
        Assert.Equal(NotConnected, other.Run("Get-RestoreSession -Connection $c").ErrorId);
        Assert.Single(other.Run("Get-RestoreSession -Last 1").As<RestoreSession>());

        // Imported again, it works as before.
        Assert.Empty(fixture.Run($"Import-Module '{Shell.ModulePath}'; Get-RestoreConnection").Output);
        Assert.Single(fixture.Run(Connect).As<RestoreConnection>());
        Assert.Single(fixture.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
    }

    [Fact]
    public async Task a_connection_that_another_runspace_closed_is_not_listed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreConnection connection = fixture.Run("Get-RestoreConnection").One<RestoreConnection>();
        using Shell other = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
        Assert.Null(other.Run("Disconnect-RestoreServer $c").ErrorId);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
        Assert.Equal(NotConnected, fixture.Run("Get-RestoreSession").ErrorId);
    }
}
