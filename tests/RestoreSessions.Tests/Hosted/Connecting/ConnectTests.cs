using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class ConnectTests
{
    private const string Id = ",RestoreSessions.Commands.ConnectRestoreServerCommand";

    [Fact]
    public async Task connecting_sends_one_documented_token_request_and_writes_nothing()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run("Connect-RestoreServer -Server $server -Credential $credential -CertificateThumbprint $thumbprint -ApiVersion v5");
        Assert.Empty(result.As<object>());
        RequestRecord request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(("POST", "/v5/token"), (request.Method, request.Path));
        Assert.Equal("grant_type=password&username=DOMAIN%5Cadmin&password=p%26%2B%25%3D%20%C3%BC", request.Body);
        Assert.False(request.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task a_connection_shows_what_a_user_may_know()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        RestoreConnection connection = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -PassThru").One<RestoreConnection>();
        Assert.Equal((fixture.Server.Server, fixture.Server.Options.UserName, RestoreApiVersion.v8), (connection.Server, connection.UserName, connection.ApiVersion));
        Assert.InRange(connection.TokenExpires!.Value, DateTime.Now.AddMinutes(59), DateTime.Now.AddMinutes(61));
        Assert.Same(connection, fixture.Run("Get-RestoreConnection").One<RestoreConnection>());
        Assert.Same(connection, fixture.Run("Get-RestoreConnection 127.0.0.1:*").One<RestoreConnection>());
        Assert.Empty(fixture.Run("Get-RestoreConnection other*").As<RestoreConnection>());
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("ftp://127.0.0.1:{0}")]
    [InlineData("https://u:p@127.0.0.1:{0}")]
    [InlineData("127.0.0.1:{0}/v5")]
    public async Task an_address_that_is_no_servers_is_refused_before_anything_is_sent(string form)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string server = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, fixture.Server.Port);
        Assert.Equal("InvalidServer" + Id, fixture.Run($"Connect-RestoreServer $server, '{server}' -Credential $credential -SkipCertificateCheck").ErrorId);
        Assert.Empty(fixture.Server.Requests);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
    }

    [Fact]
    public async Task a_pin_may_be_sha1_or_sha256_with_or_without_colons_in_any_case()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string sha1 = fixture.Server.Certificate.GetCertHashString();
        string sha256 = fixture.Server.Thumbprint;
        string Colons(string digits) => string.Join(':', digits.Chunk(2).Select(pair => new string(pair)));
        foreach (string pin in new[] { sha1, sha256, Colons(sha1), Colons(sha256), sha256.ToLowerInvariant(), "\u200e" + Colons(sha1).Replace(':', ' ') })
        {
            Assert.Null(fixture.Run($"Connect-RestoreServer $server -Credential $credential -CertificateThumbprint '{pin}'").ErrorId);
        }
    }

    [Theory]
    [InlineData("-CertificateThumbprint ('0' * 64)")]
    [InlineData("-CertificateThumbprint ('0' * 40) -SkipCertificateCheck")]
    public async Task a_pin_that_does_not_match_rejects_the_certificate(string arguments)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Equal("CertificateRejected" + Id, fixture.Run("Connect-RestoreServer $server -Credential $credential " + arguments).ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task skipping_the_check_holds_for_one_connection_alone()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server -Credential $credential -SkipCertificateCheck").ErrorId);
        Assert.Equal("CertificateRejected" + Id, fixture.Run("Connect-RestoreServer $server -Credential $credential").ErrorId);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task a_refused_logon_shows_the_servers_words_and_the_hint(int version)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Options.Password = "changed";
        ShellResult result = fixture.Run($"Connect-RestoreServer $server -Credential $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}");
        Assert.Equal("AuthenticationFailed" + Id, result.ErrorId);
        Assert.Equal(fixture.Server.Options.UserName, result.Errors[0].TargetObject);
        Assert.Contains(version == 5 ? "The server's message: Invalid credential" : "The server's message: The user name or password is incorrect.", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("service account", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_server_that_does_not_listen_is_unreachable_at_once_with_the_hint()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await fixture.Server.StopAsync();
        ShellResult result = fixture.Run("Connect-RestoreServer $server -Credential $credential -Verbose");
        Assert.Equal("ServerUnreachable" + Id, result.ErrorId);
        Assert.Contains("REST service", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Single(result.Verbose);
        await fixture.Server.StartAgainAsync();
    }

    [Theory]
    [InlineData(new[] { 5 }, RestoreApiVersion.v5, new[] { "/v8/token", "/v7/token", "/v6/token", "/v5/token" })]
    [InlineData(new[] { 5, 6 }, RestoreApiVersion.v6, new[] { "/v8/token", "/v7/token", "/v6/token" })]
    [InlineData(new[] { 6, 7 }, RestoreApiVersion.v7, new[] { "/v8/token", "/v7/token" })]
    [InlineData(new[] { 5, 6, 7, 8 }, RestoreApiVersion.v8, new[] { "/v8/token" })]
    public async Task the_logon_finds_the_newest_version_that_the_server_serves(int[] served, RestoreApiVersion expected, string[] asked)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = served.ToHashSet() }, isConnected: false);
        Assert.Equal(expected, fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -PassThru").One<RestoreConnection>().ApiVersion);
        Assert.Equal(asked, fixture.Server.Requests.Select(r => r.Path));
    }

    [Theory]
    [InlineData(405)]
    [InlineData(501)]
    public async Task a_server_may_say_in_another_way_that_it_does_not_serve_a_version(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Faults.Add(Fault.Status(status), "v8/token");
        Assert.Equal(RestoreApiVersion.v7, fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -PassThru").One<RestoreConnection>().ApiVersion);
        Assert.Equal(["/v8/token", "/v7/token"], fixture.Server.Requests.Select(r => r.Path));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task a_logon_that_fails_is_not_tried_with_another_version(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Faults.Add(Fault.Status(status), "token", times: int.MaxValue);
        Assert.Equal(
            (status == 500 ? "ServerFailed" : "AuthenticationFailed") + Id, fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Equal(["/v8/token"], fixture.Server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task an_access_token_finds_the_newest_version_too()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new[] { 5, 6 }.ToHashSet() });
        string token = fixture.Server.Secrets[0];
        Assert.Equal(RestoreApiVersion.v6, fixture.Run(
            $"$token = [securestring]::new(); '{token}'.ToCharArray() | ForEach-Object {{ $token.AppendChar($_) }}; Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint -PassThru")
            .One<RestoreConnection>().ApiVersion);
        Assert.Equal(["/v8/ServiceInstance", "/v7/ServiceInstance", "/v6/ServiceInstance"], fixture.Server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task a_server_that_serves_no_version_is_an_error_that_asks_for_the_address_to_be_checked()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new[] { 4 }.ToHashSet() }, isConnected: false);
        ShellResult result = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint");
        Assert.Equal("ApiVersionNotServed" + Id, result.ErrorId);
        Assert.EndsWith("the server serves none of v5 to v8. Check the address, and the port (4443 by default).", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(["/v8/token", "/v7/token", "/v6/token", "/v5/token"], fixture.Server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task a_version_asked_for_and_not_served_is_an_error_that_names_those_that_are()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Versions = new[] { 5, 6 }.ToHashSet() }, isConnected: false);
        ShellResult result = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8");
        Assert.Equal("ApiVersionNotServed" + Id, result.ErrorId);
        Assert.Contains("the server serves v5, v6. Connect with an -ApiVersion that it serves", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_token_given_is_used_as_it_is_and_cannot_be_renewed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string token = fixture.Server.Secrets[0];
        const string Connect = "$token = [securestring]::new(); '{0}'.ToCharArray() | ForEach-Object {{ $token.AppendChar($_) }}; Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint -PassThru";
        RestoreConnection connection = fixture.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, Connect, token)).One<RestoreConnection>();
        Assert.Null(connection.UserName);
        Assert.Null(connection.TokenExpires);
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
        Assert.Empty(fixture.Server.Requests.Tokens);

        fixture.Server.ExpireTokens();
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.GetRestoreSessionCommand", fixture.Run("Get-RestoreSession").ErrorId);
        Assert.Equal("AuthenticationFailed" + Id, fixture.Run("Connect-RestoreServer $server -AccessToken $token -CertificateThumbprint $thumbprint").ErrorId);
    }

    [Fact]
    public async Task without_a_credential_and_with_nobody_to_ask_the_missing_parameter_is_the_error()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Equal("MissingMandatoryParameter" + Id, fixture.Run("Connect-RestoreServer $server").ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task connecting_to_several_servers_keeps_those_that_answer()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 7, Seed = 2, Password = fixture.Server.Options.Password });
        ShellResult result = fixture.Run($"Connect-RestoreServer $server, no-such-host.invalid, {other.Server} $credential -CertificateThumbprint $thumbprint -PassThru");
        Assert.Equal("ServerUnreachable" + Id, result.ErrorId);
        Assert.Null(result.TerminatingError);
        Assert.Equal([fixture.Server.Server, other.Server], result.Output.Select(c => c.ToString()).OrderBy(c => c == other.Server));
        Assert.Equal(107, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }
}
