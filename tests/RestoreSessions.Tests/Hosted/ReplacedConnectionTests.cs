using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using FakeServer;
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
        await using Site site = await Site.OpenAsync();
        RestoreConnection first = site.Run("$first = Get-RestoreConnection; $session = Get-RestoreSession -Last 1; $first").One<RestoreConnection>();
        string[] secrets = [.. site.Server.Secrets];
        RestoreConnection second = site.Run(Connect).One<RestoreConnection>();
        Assert.Same(second, site.Run("Get-RestoreConnection").One<RestoreConnection>());
        Assert.Null(ObjectGraph.FindInMemory(first, [site.Server.Options.Password, .. secrets]));

        site.Server.ExpireTokens();
        site.Server.Requests.Clear();
        Assert.Equal(NotConnected, site.Run("Get-RestoreSession -Connection $first").ErrorId);
        Assert.Empty(site.Server.Requests);

        // What came through the first is read on through the second.
        Assert.Null(site.Run("$session | Get-RestoreSessionEvent").ErrorId);
        Assert.NotEmpty(site.Server.Requests);
        site.Server.Requests.Clear();
        Assert.Null(site.Run("Disconnect-RestoreServer; Disconnect-RestoreServer $first").ErrorId);
        Assert.Equal(NotConnected, site.Run("Get-RestoreSession -Connection $first").ErrorId);
        Assert.Empty(site.Server.Requests);
    }

    [Fact]
    public async Task a_second_logon_that_fails_leaves_the_first_connection()
    {
        await using Site site = await Site.OpenAsync();
        Assert.NotNull(site.Run("Connect-RestoreServer $server ([pscredential]::new('x', $credential.Password)) -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Single(site.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
    }

    [Fact]
    public async Task removing_the_module_closes_the_connections_of_its_runspace_alone()
    {
        await using Site site = await Site.OpenAsync();
        RestoreConnection connection = site.Run("Get-RestoreConnection").One<RestoreConnection>();
        using Shell other = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?>
            {
                ["c"] = connection, ["server"] = site.Server.Server, ["thumbprint"] = site.Server.Thumbprint,
                ["credential"] = Site.Credential(site.Server.Options.UserName, site.Server.Options.Password),
            },
        });
        Assert.Single(other.Run(Connect).As<RestoreConnection>());
        string[] secrets = [site.Server.Options.Password, site.Server.Secrets[0]];
        Assert.NotNull(ObjectGraph.FindInMemory(connection, secrets));
        Assert.Empty(site.Run("Remove-Module RestoreSessions").Errors);
        Assert.Null(ObjectGraph.FindInMemory(connection, secrets));
        Assert.Equal(NotConnected, other.Run("Get-RestoreSession -Connection $c").ErrorId);
        Assert.Single(other.Run("Get-RestoreSession -Last 1").As<RestoreSession>());

        // Imported again, it works as before.
        Assert.Empty(site.Run($"Import-Module '{Shell.ModulePath}'; Get-RestoreConnection").Output);
        Assert.Single(site.Run(Connect).As<RestoreConnection>());
        Assert.Single(site.Run("Get-RestoreSession -Last 1").As<RestoreSession>());
    }

    [Fact]
    public async Task a_connection_that_another_runspace_closed_is_not_listed()
    {
        await using Site site = await Site.OpenAsync();
        RestoreConnection connection = site.Run("Get-RestoreConnection").One<RestoreConnection>();
        using Shell other = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
        Assert.Null(other.Run("Disconnect-RestoreServer $c").ErrorId);
        Assert.Empty(site.Run("Get-RestoreConnection").Output);
        Assert.Equal(NotConnected, site.Run("Get-RestoreSession").ErrorId);
    }
}
