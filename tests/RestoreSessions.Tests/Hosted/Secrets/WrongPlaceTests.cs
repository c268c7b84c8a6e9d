using System.Management.Automation;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Secrets typed in the wrong place: the error says what is wrong and does not repeat them.</summary>
public sealed class WrongPlaceTests
{
    private const string Secret = "canary-of-someone";

    // In variables, because an error names the line that was typed.
    private static readonly Dictionary<string, (string Script, string Id, string Hint)> Slips = new()
    {
        ["an address with a password"] = ("Connect-RestoreServer $x $credential", "InvalidServer", "it contains a user name or password; use -Credential"),
        ["a piped one"] = ("$x | Connect-RestoreServer -Credential $credential", "InvalidServer", "it contains a user name or password; use -Credential"),
        ["one in a row"] = ("[pscustomobject]@{ Server = $x; Port = 4443 } | Connect-RestoreServer -Credential $credential", "InvalidServer", "it contains a user name or password; use -Credential"),
        ["one among others"] = ("Connect-RestoreServer $server, $x $credential", "InvalidServer", "it contains a user name or password; use -Credential"),
        ["http"] = ("Connect-RestoreServer ($x -replace 'https', 'http') $credential", "InvalidServer", "http would send the password unencrypted"),
        ["another scheme"] = ("Connect-RestoreServer ($x -replace 'https', 'ssh') $credential", "InvalidServer", "is not https"),
        ["no scheme"] = ("Connect-RestoreServer ($x -replace 'https://') $credential", "InvalidServer", "'***@vbo.contoso.local'"),
        ["a slash in the password"] = ("Connect-RestoreServer ($x -replace '@', '/@') $credential", "InvalidServer", "'https://***@vbo.contoso.local'"),
        ["an at sign in it"] = ("Connect-RestoreServer ($x -replace 'someone:', 'someone:@') $credential", "InvalidServer", "'https://***@vbo.contoso.local'"),
        ["a space in it"] = ("Connect-RestoreServer ($x -replace '-of', ' of') $credential", "InvalidServer", "'https://***@vbo.contoso.local'"),
        ["a token in a query"] = ("Connect-RestoreServer ('https://vbo.contoso.local/?token=' + $secret) $credential", "InvalidServer", "'https://vbo.contoso.local/?***'"),
        ["a port that is none"] = ("Connect-RestoreServer ($x + ':99999') $credential", "InvalidServer", "'https://***@vbo.contoso.local:99999'"),
        ["a proxy with a password"] = ("Connect-RestoreServer $server $credential -Proxy $x", "InvalidProxy", "use -ProxyCredential"),
        ["a proxy with a bad port"] = ("Connect-RestoreServer $server $credential -Proxy ($x + ':99999')", "InvalidProxy", "use -ProxyCredential"),
        ["a proxy that is no address"] = ("Connect-RestoreServer $server $credential -Proxy ('http://' + $secret + ':x@[')", "InvalidProxy", "use -ProxyCredential"),
        ["an assertion for the client ID"] = ("Connect-RestoreServer $server -ClientId ('{\"access_token\":\"' + $secret + '\"}') -Assertion $secure", "ParameterArgumentValidationError", "An assertion goes to -Assertion"),
        ["a token for the client ID"] = ("Connect-RestoreServer $server -ClientId ($secret * 20) -Assertion $secure", "ParameterArgumentValidationError", "An assertion goes to -Assertion"),
        ["a text for the assertion"] = ("Connect-RestoreServer $server -ClientId a -Assertion $secret", "ParameterArgumentTransformationError", "must be a secure string"),
        ["a text for the token"] = ("Connect-RestoreServer $server -AccessToken $secret", "ParameterArgumentTransformationError", "must be a secure string"),
        ["an object for the token"] = ("Connect-RestoreServer $server -AccessToken ([pscustomobject]@{ Token = $secret })", "ParameterArgumentTransformationError", "must be a secure string"),
    };

    public static TheoryData<string> Names => [.. Slips.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task it_is_an_error_that_does_not_repeat_it(string name)
    {
        (string script, string id, string hint) = Slips[name];
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("secret", Secret);
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("x", $"https://someone:{Secret}@vbo.contoso.local");
        ShellResult result = fixture.Run("$secure = [Net.NetworkCredential]::new('', 'x').SecurePassword; " + script);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal($"{id},RestoreSessions.Commands.ConnectRestoreServerCommand", error.FullyQualifiedErrorId);
        Assert.Contains(hint, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.Everything(), StringComparison.Ordinal);
        Assert.Null(ObjectGraph.FindInPublic(error, [Secret, "canary"]) is { } where && !where.Contains("InvocationInfo", StringComparison.Ordinal) ? where : null);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Connection $x")]
    [InlineData("Disconnect-RestoreServer $x")]
    [InlineData("Get-RestoreConnection $x")]
    public async Task a_connection_that_is_named_so_is_not_repeated_either(string script)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("x", $"https://someone:{Secret}@vbo.contoso.local");
        Assert.DoesNotContain("canary", fixture.Run(script).Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_id_of_two_guids_and_a_token_in_a_wrapped_secure_string_are_taken()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        string token = fixture.Server.IssueToken();
        Assert.Null(fixture.Run("Connect-RestoreServer $server @byOperator -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        Assert.Null(fixture.Run($"$t = [Net.NetworkCredential]::new('', '{token}').SecurePassword | Add-Member Note x -PassThru; Connect-RestoreServer $server -AccessToken $t -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -Proxy ([uri]'http://127.0.0.1:9') -MaximumRetryCount 0").ErrorId);
    }
}
