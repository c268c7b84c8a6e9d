using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Servers from the pipeline, by their names or as rows; and what a position can mean.</summary>
public sealed class PipedServerTests
{
    [Fact]
    public async Task rows_of_a_file_connect_several_servers_each_with_its_own_port_and_certificate()
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = Certificates.SelfSigned();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { Certificate = certificate });
        ShellResult result = fixture.Run($"""
            $rows = 'Server,Port,CertificateThumbprint,Site', '127.0.0.1,{fixture.Server.Port},{fixture.Server.Thumbprint},Berlin', '127.0.0.1,{other.Port},{other.Thumbprint},Paris' | ConvertFrom-Csv
            $rows | Connect-RestoreServer -Credential $credential -PassThru
            """);
        Assert.Null(result.ErrorId);
        Assert.Equal(new[] { fixture.Server.Server, other.Server }.Order(), result.As<RestoreConnection>().Select(c => c.Server).Order());
        Assert.Equal(2, fixture.Run("Get-RestoreConnection").As<RestoreConnection>().Count);
    }

    [Fact]
    public async Task an_empty_cell_counts_as_not_given()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        foreach (string rows in new[]
        {
            $"'Server,Port,CertificateThumbprint', '{fixture.Server.Server},,{fixture.Server.Thumbprint}' | ConvertFrom-Csv",
            $"'Server,Port,CertificateThumbprint', '{fixture.Server.Server},  ,{fixture.Server.Thumbprint}' | ConvertFrom-Csv",
            $$"""'[{"Server":"{{fixture.Server.Server}}","Port":null,"CertificateThumbprint":"{{fixture.Server.Thumbprint}}"}]' | ConvertFrom-Json""",
        })
        {
            Assert.Equal(fixture.Server.Server, fixture.Run($"{rows} | Connect-RestoreServer -Credential $credential -PassThru").One<RestoreConnection>().Server);
        }

        // Without a pin, the certificate is checked as usual, and that of the stand-in server is refused.
        Assert.Equal(
            "CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand",
            fixture.Run($"'Server,Port,CertificateThumbprint', '127.0.0.1,{fixture.Server.Port},' | ConvertFrom-Csv | Connect-RestoreServer -Credential $credential").ErrorId);
    }

    [Theory]
    [InlineData("'Server,Port', 'vbo1,', 'vbo2,70000'", "InvalidPort", "The port of 'vbo2' is not a whole number from 1 to 65535.")]
    [InlineData("'Server,Port', 'vbo1,x'", "InvalidPort", "The port of 'vbo1' is not")]
    [InlineData("'Server,Port', 'vbo1,0'", "InvalidPort", "The port of 'vbo1' is not")]
    [InlineData("'Server,CertificateThumbprint', 'vbo1,', 'vbo2,12'", "InvalidThumbprint", "'12' of 'vbo2' is not a valid certificate thumbprint.")]
    public async Task an_error_of_a_row_names_its_server_and_nothing_is_sent(string rows, string id, string message)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run($"{rows} | ConvertFrom-Csv | Connect-RestoreServer -Credential $credential");
        Assert.Equal($"{id},RestoreSessions.Commands.ConnectRestoreServerCommand", result.ErrorId);
        Assert.Contains(message, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("-Port ''", "InvalidPort")]
    [InlineData("-Port $null", "InvalidPort")]
    [InlineData("-CertificateThumbprint ''", "InvalidThumbprint")]
    [InlineData("-CertificateThumbprint $null", "InvalidThumbprint")]
    public async Task an_empty_argument_is_no_empty_cell(string argument, string id)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Equal($"{id},RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run($"Connect-RestoreServer $server $credential {argument}").ErrorId);
        Assert.Equal($"{id},RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run($"$server | Connect-RestoreServer -Credential $credential {argument}").ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task names_are_connected_to_side_by_side_and_one_that_fails_is_one_error()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run("$server, 'no-such-host.invalid' | Connect-RestoreServer -Credential $credential -CertificateThumbprint $thumbprint");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", "no-such-host.invalid"), (error.FullyQualifiedErrorId, error.TargetObject));
        Assert.Equal(fixture.Server.Server, fixture.Run("Get-RestoreConnection").One<RestoreConnection>().Server);
    }

    [Fact]
    public async Task one_row_that_is_no_server_ends_the_command_before_anything_is_sent()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Equal("InvalidServer,RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run("$server, 'http://vbo' | Connect-RestoreServer -Credential $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Empty(fixture.Server.Requests);
        Assert.Empty(fixture.Run("@() | Connect-RestoreServer -Credential $credential; Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task a_session_is_read_by_its_identifier_at_the_first_position()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Guid id = fixture.Server.Sessions[3].Id;
        foreach (string position in new[] { $"{id}", $"([guid]'{id}')", $"'{id}'" })
        {
            Assert.Equal(id, fixture.Run($"Get-RestoreSession {position}").One<RestoreSession>().Id);
        }

        Assert.Equal("ParameterArgumentTransformationError,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession nonsense").ErrorId);
        Assert.NotNull(fixture.Run($"Get-RestoreSession -StartTimeFrom {id}").ErrorId);
    }

    [Fact]
    public async Task an_organization_is_named_at_the_first_position_and_a_session_stands_there_too()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Equal("contoso.onmicrosoft.com", fixture.Run("Get-RestoreOrganization contoso*").One<RestoreOrganization>().Name);
        RestoreSession session = fixture.Run("($session = (Get-RestoreSession)[0])").One<RestoreSession>();
        Assert.Equal(session.Organization, fixture.Run("Get-RestoreOrganization $session").One<RestoreOrganization>().Name);
    }
}
