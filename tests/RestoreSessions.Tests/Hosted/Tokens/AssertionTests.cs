using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Connections of tenants and restore operators who log on by assertion: how they last, how they end, and what is said then.</summary>
public sealed class AssertionTests
{
    private const string Connect = "Connect-RestoreServer $server -CertificateThumbprint $thumbprint -ApiVersion v8 -PassThru";

    public static TheoryData<string> Ways => ["@byTenant", "@byOperator"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task the_pair_is_refreshed_and_the_assertion_is_not_sent_again(string who)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"{Connect} {who}").ErrorId);
        for (int i = 0; i < 3; i++)
        {
            fixture.Server.ExpireTokens();
            Assert.Null(fixture.Run("Get-RestoreSession -Last 1").ErrorId);
        }

        Assert.Equal((1, 3), (fixture.Server.Logons, fixture.Server.Refreshes));
        Assert.Single(fixture.Server.Requests, r => r.Body.Contains("assertion=", StringComparison.Ordinal));
        Assert.All(fixture.Server.Requests.Where(r => r.Path == "/v8/token"), r => Assert.EndsWith("&disable_antiforgery_token=true", r.Body, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task a_refused_refresh_ends_the_connection_with_an_error_that_says_there_is_nothing_to_log_on_with(string who)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"{Connect} {who}").ErrorId);
        fixture.Server.ExpireTokens();
        fixture.Server.RevokeRefreshTokens();
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.Contains("there is nothing to log on again with: an assertion is used once and not kept. Run Connect-RestoreServer again.", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests, r => r.Body.Contains("assertion=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_refused_assertion_names_the_client_and_not_the_assertion()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ErrorRecord error = Assert.Single(fixture.Run($"$byOperator.Remove('RestoreOperator'); {Connect} @byOperator").Errors);
        Assert.StartsWith($"{fixture.Server.Server} refused the assertion of {fixture.Server.Options.Operator.ClientId}: the server answered 401", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Check -ClientId, and get a new assertion", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("assertion/=&%", error.ToString() + error.ErrorDetails, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Disconnect-RestoreServer")]
    [InlineData("$null = Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8")]
    public async Task an_assertion_is_forgotten_when_the_connection_is_over(string end)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        RestoreConnection connection = fixture.Run($"{Connect} @byTenant").One<RestoreConnection>();
        string assertion = fixture.Server.Options.Tenant.Assertion!;
        Assert.NotNull(ObjectGraph.FindInMemory(connection, [assertion]));
        Assert.Null(fixture.Run(end).ErrorId);
        Assert.Null(ObjectGraph.FindInMemory(connection, [assertion, "tenant+assertion"]));
    }

    [Fact]
    public async Task a_server_for_restore_operators_alone_is_told_of_at_the_logon_and_after_it()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ServesOperatorLogonOnly = true }, isConnected: false);
        ErrorRecord refused = Assert.Single(fixture.Run($"{Connect} $credential").Errors);
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.ConnectRestoreServerCommand", refused.FullyQualifiedErrorId);
        Assert.EndsWith("A server that is set to serve restore operators alone (version 8.5) refuses every other logon: if this one is, use -RestoreOperator.", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Null(fixture.Run($"{Connect} @byOperator").ErrorId);
        foreach (string command in new[] { "Get-RestoreSession", "Get-RestoreOrganization", "Start-RestoreSession -Type Exchange" })
        {
            ErrorRecord denied = Assert.Single(fixture.Run(command).Errors);
            Assert.StartsWith("AccessDenied,", denied.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.EndsWith("that is what a server does that is set to serve restore operators alone (version 8.5).", denied.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task a_server_that_has_served_something_is_not_taken_for_one_of_operators_alone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"{Connect} @byTenant; Get-RestoreSession -Last 1").ErrorId);
        ErrorRecord denied = Assert.Single(fixture.Run("Start-RestoreSession -Type Exchange -Reason ticket").Errors);
        Assert.StartsWith("AccessDenied,", denied.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("operators", denied.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_operator_has_no_organization_and_an_administrator_none_of_its_own()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"{Connect} @byOperator").ErrorId);
        Assert.Equal("AccessDenied,RestoreSessions.Commands.GetRestoreOrganizationCommand", fixture.Run("Get-RestoreOrganization").ErrorId);
        Assert.Null(fixture.Run($"{Connect} $credential").ErrorId);
        Assert.Equal("AccessDenied,RestoreSessions.Commands.StartRestoreSessionCommand", fixture.Run("Start-RestoreSession -Type Exchange").ErrorId);
        Assert.Empty(fixture.Server.Started);
    }

    [Fact]
    public async Task an_organization_that_was_never_backed_up_has_no_times()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = "new", FirstBackupTime = DateTime.MinValue }]);
        RestoreOrganization organization = fixture.Run("Get-RestoreOrganization").One<RestoreOrganization>();
        Assert.Null(organization.FirstBackupTime);
        Assert.Null(organization.LastBackupTime);
    }

    [Fact]
    public async Task what_comes_down_the_pipeline_is_never_taken_for_nothing()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"{Connect} $tenant").ErrorId);
        Assert.Single(fixture.Run("$null | Start-RestoreSession -Type Exchange").Errors);
        Assert.Null(fixture.Run("@() | Start-RestoreSession -Type Exchange").ErrorId);
        Assert.Single(fixture.Run("$nothing = $null; Start-RestoreSession $nothing -Type Exchange").Errors);
        Assert.Empty(fixture.Server.Started);
    }
}
