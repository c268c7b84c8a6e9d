using System.Collections;
using System.Management.Automation;
using System.Security;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Values that make no sense, for every parameter of every cmdlet by its type. A parameter of a new type has to be given its row here.</summary>
public sealed class BadInputTests
{
    private const string Huge = "('x' * 1000000)";

    private static readonly string[] Never = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    private static readonly string[] Text = ["'   '", Huge, "\"a`0b\"", "\"a`r`nX: y\"", "\"`e[31m\"", "\"`u{202e}\"", "'../../etc/passwd'", "'a b'", "@('a', $null)"];

    private static readonly Dictionary<Type, string[]> Refused = new()
    {
        [typeof(int)] = ["'nonsense'", "'   '", "-1", "99999999999", "1e99", "$null", "''", "(1, 2)", "([object]::new())", Huge, "\"`0\""],
        [typeof(Guid[])] = ["'nonsense'", "5", "'00000000-0000-0000-0000-00000000000g'", "(,$null)", .. Text],
        [typeof(Guid)] = ["'nonsense'", "5", "([guid]::Empty)", "(,$null)", .. Text],
        [typeof(Guid?)] = ["'nonsense'", "5", "([guid]::Empty)", "(,$null)", .. Text],
        [typeof(Hashtable)] =
        [
            "'text'", "5", "(1, 2)", "([object]::new())", "@{}", "@{ Nonsense = 1 }", "@{ type = 'Mailbox'; id = 'x' }", "@{ type = 'User' }", "@{ id = 'x' }", "@{ type = 'User'; id = '  ' }",
            "@{ type = 'User'; id = 5 }", "@{ type = 'User'; user = 'x' }", "@{ type = 'User'; user = @{ id = 'x'; nonsense = 1 } }", "@{ type = 'User'; id = 'x'; user = @{ id = @{} } }",
        ],
        [typeof(DateTime?)] = ["'nonsense'", "'99999-01-01'", "'2026-13-01'", "'2026-02-30'", "'2026-01-01T25:00:00'", "'9999-12-31T23:59:59-14:00'", .. Text],
        [typeof(RestoreApiVersion?)] = ["$null", "'v4'", "99", "5.5", "v5, v6", .. Text],
        [typeof(Uri)] = ["'nonsense'", "'ftp://proxy'", "'http://user:word@proxy'", "'http:///'", "'file:///etc/passwd'", "'//proxy:8080'", .. Text],
        [typeof(SecureString)] = ["'text'", "([securestring]::new())", Secure("a b"), Secure("a\r\nX: y"), Secure("a\0"), Secure("\u00fc"), "([object]::new())"],
        [typeof(PSCredential)] = ["''", "5", "([pscredential]::Empty)", "([object]::new())"],
        [typeof(RestoreConnection[])] = ["'text'", "5", "([object]::new())", "(,$null)", "@{ Nonsense = 1 }", "@{ Server = 'elsewhere' }", "([pscustomobject]@{ Server = 'elsewhere' })"],
        [typeof(RestoreSession[])] = ["'text'", "5", "([object]::new())", "(,$null)", "@{ Nonsense = 1 }", "@{ Id = 'nonsense' }", "@{ CreationTime = 'nonsense' }"],
        [typeof(IRestoreOrganization[])] = ["'contoso.com'", "5", "([guid]::NewGuid())", "([object]::new())", "(,$null)", "@{ Name = 'contoso.com' }"],
        [typeof(RestoreOrganization)] = ["'   '", "([object]::new())", "@{ Nonsense = 1 }", "@{ Id = 'nonsense' }", "(1, 2)"],
        [typeof(string)] = Text,
        [typeof(string[])] = Text,
    };

    // What each parameter that is needed beside the one under test is given.
    private static readonly Dictionary<string, string> Good = new()
    {
        ["Server"] = "$server",
        ["Credential"] = "$credential",
        ["AccessToken"] = Secure("token"),
        ["ClientId"] = "app",
        ["Assertion"] = Secure("assertion"),
        ["Job"] = "00000000-0000-0000-0000-000000000001",
        ["Repository"] = "00000000-0000-0000-0000-000000000001",
        ["DataRetrieval"] = "00000000-0000-0000-0000-000000000001",
        ["Session"] = "([RestoreSessions.RestoreSession]@{ Id = '00000000-0000-0000-0000-000000000001' })",
        ["Id"] = "00000000-0000-0000-0000-000000000001",
        ["Organization"] = "'contoso.onmicrosoft.com'",
        ["Type"] = "Exchange",
        ["Path"] = "report.html",
        ["StartTimeFrom"] = "2026-06-01",
    };

    [Fact]
    public async Task no_parameter_takes_a_value_that_makes_no_sense_and_nothing_is_sent()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        List<string> wrong = [];
        int swept = 0;
        foreach ((CommandInfo command, ParameterMetadata parameter) in Parameters(fixture).Where(p => !IsPattern(p.Parameter) && !IsAnyText(p.Command, p.Parameter)))
        {
            foreach (string value in parameter.Name == "Assertion" ? ["'text'", "([securestring]::new())", Secure("  "), Secure("a\0"), "([object]::new())"] : Refused[parameter.ParameterType])
            {
                swept++;
                ShellResult result = fixture.Run(Invocation(command, parameter, value));

                // To disconnect what is not connected is no error, and a report without events asks nobody.
                bool isNothing = command.Name is "Disconnect-RestoreServer" or "Export-RestoreSessionReport" && value.Contains("elsewhere", StringComparison.Ordinal);
                bool isClear = isNothing || result.Errors.Count == 1 && result.Errors[0].Exception is ParameterBindingException or ArgumentException or InvalidOperationException;
                if (!isClear || fixture.Server.Requests.Count > 0 || result.Output.Count > 0)
                {
                    string shown = string.Join("; ", result.Errors.Select(e => $"{e.FullyQualifiedErrorId} {e.Exception.Message}"));
                    wrong.Add($"{command.Name} -{parameter.Name} {value}: {shown[..Math.Min(300, shown.Length)]}, {fixture.Server.Requests.Count} sent");
                }

                fixture.Server.Requests.Clear();
            }
        }

        Assert.True(swept > 150, $"{swept} swept");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task null_and_nothing_are_refused_by_every_parameter_that_needs_a_value()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        List<string> wrong = [];
        int swept = 0;
        foreach ((CommandInfo command, ParameterMetadata parameter) in Parameters(fixture))
        {
            // A credential that may be left out may be null, too.
            foreach (string value in parameter.ParameterType != typeof(PSCredential) ? new[] { "$null", "@()", "''" } : ["''"])
            {
                swept++;
                ShellResult result = fixture.Run($"{command.Name} -{parameter.Name} {value} -ErrorAction Stop");
                bool isClear = result.Errors.Count == 1 && (result.Errors[0].Exception as ParameterBindingException)?.ParameterName == parameter.Name;

                // A port and a thumbprint, which may be empty in a row (PipedServerTests), an address (TlsTests), and what is to be reported (ReportInputTests) are looked at by the cmdlet.
                bool isLookedAtLater = parameter.Name is "Port" or "CertificateThumbprint" || (value == "''" && parameter.ParameterType == typeof(Uri)) || (command.Name, parameter.Name) == ("Export-RestoreSessionReport", "Session");
                if (!(isClear || isLookedAtLater) || fixture.Server.Requests.Count > 0)
                {
                    wrong.Add($"{command.Name} -{parameter.Name} {value}: {string.Join("; ", result.Errors)}");
                }

                fixture.Server.Requests.Clear();
            }
        }

        Assert.True(swept > 50, $"{swept} swept");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Last 0")]
    [InlineData("Wait-RestoreSession -Id 00000000-0000-0000-0000-000000000001 -PollingIntervalSec 0")]
    [InlineData("Connect-RestoreServer $server $credential -Port 0")]
    [InlineData("Connect-RestoreServer $server $credential -Port 65536")]
    [InlineData("Connect-RestoreServer $server $credential -MaximumRetryCount 101")]
    public async Task a_number_one_beyond_its_range_is_refused_before_anything_is_sent(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run(command);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.True(error.Exception is ParameterBindingException or ArgumentException, error.Exception.GetType().Name);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_pattern_may_be_any_text_that_then_matches_nothing_and_never_reaches_the_server()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { Id = new Guid(Good["Id"]), CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), EventCount = 5 }]);
        List<string> wrong = [];
        int swept = 0;
        foreach ((CommandInfo command, ParameterMetadata parameter) in Parameters(fixture).Where(p => IsPattern(p.Parameter)))
        {
            string usual = Invocation(command, parameter, "'nothing-is-called-this'");
            Assert.All(fixture.Run(usual).Errors, error => Assert.True(IsNotFound(error), error.ToString()));
            string[] sent = [.. fixture.Server.Requests.Select(r => r.Path)];
            string[] malformed = ["'[a'", "'a['", "'[b-'", "'ok', '['"];

            // A name may be any text; a word of the server's is not.
            bool isName = parameter.Name is not ("Type" or "State" or "Result" or "Outcome" or "Status");
            foreach (string value in new[] { "'   '", Huge, "\"a`0b\"", "\"a`r`nX: y\"", "\"`e31m\"", "'../../etc/passwd'", "'a', 'b'", "5", "([object]::new())" }.Concat(isName ? malformed : []))
            {
                swept++;
                fixture.Server.Requests.Clear();
                ShellResult result = fixture.Run(Invocation(command, parameter, value));
                if (!result.Errors.All(IsNotFound) || result.Output.Count > 0 || !sent.SequenceEqual(fixture.Server.Requests.Select(r => r.Path)))
                {
                    wrong.Add($"{command.Name} -{parameter.Name} {value}: {result.Output.Count} written, {string.Join("; ", result.Errors)}");
                }
            }

            foreach (string value in new[] { "@('a', $null)", "@('a', '')" }.Concat(isName ? [] : malformed))
            {
                swept++;
                fixture.Server.Requests.Clear();
                ShellResult result = fixture.Run(Invocation(command, parameter, value));
                if (result.Errors.Count != 1 || result.Errors[0].Exception is not ParameterBindingException || fixture.Server.Requests.Count > 0)
                {
                    wrong.Add($"{command.Name} -{parameter.Name} {value}: {string.Join("; ", result.Errors)}, {fixture.Server.Requests.Count} sent");
                }
            }

            fixture.Server.Requests.Clear();
        }

        Assert.True(swept > 100, $"{swept} swept");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task no_error_shows_a_token_that_cannot_be_one()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        ShellResult result = fixture.Run($"Connect-RestoreServer $server -AccessToken {Secure("canary\r\nX: y")} -SkipCertificateCheck");
        Assert.Equal("InvalidAccessToken,RestoreSessions.Commands.ConnectRestoreServerCommand", result.ErrorId);
        Assert.DoesNotContain("canary", result.Errors[0].Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_long_or_strange_address_does_not_fill_the_screen()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        foreach (string parameter in new[] { "-Server", "$server -CertificateThumbprint" })
        {
            ErrorRecord error = Assert.Single(fixture.Run($"Connect-RestoreServer {parameter} (\"`e[31m`r`n\" + {Huge}) -Credential $credential").Errors);
            Assert.InRange(error.Exception.Message.Length, 50, 500);
            Assert.DoesNotContain(error.Exception.Message, char.IsControl);
        }
    }

    [Fact]
    public async Task the_longest_time_that_fits_is_waited()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Stopped" }]);
        Assert.Single(fixture.Run("Get-RestoreSession | Wait-RestoreSession -TimeoutSec ([int]::MaxValue)").As<RestoreSession>());
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -TimeoutSec 2147483").ErrorId);
    }

    private static IEnumerable<(CommandInfo Command, ParameterMetadata Parameter)> Parameters(ShellFixture fixture) =>
        from command in fixture.Run("Get-Command -Module RestoreSessions").As<CommandInfo>()
        from parameter in command.Parameters.Values
        where !parameter.SwitchParameter && !Never.Contains(parameter.Name)
        select (command, parameter);

    private static bool IsNotFound(ErrorRecord error) => error.FullyQualifiedErrorId.StartsWith("RestoreOrganizationNotFound,", StringComparison.Ordinal);

    private static bool IsPattern(ParameterMetadata parameter) => parameter.ParameterType == typeof(string[]) && parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();

    // Any text is a headline or a reason, and what a file may be called differs from system to system: ReportFileTests has the paths.
    private static bool IsAnyText(CommandInfo command, ParameterMetadata parameter) =>
        (command.Name, parameter.Name) is ("Export-RestoreSessionReport", "Title" or "Path") or ("Export-RestoreSessionAudit", "Path") or ("Start-RestoreSession", "Reason");

    private static string Invocation(CommandInfo command, ParameterMetadata parameter, string value)
    {
        CommandParameterSetInfo set = command.ParameterSets.First(s => s.Parameters.Any(p => p.Name == parameter.Name));
        IEnumerable<string> others = set.Parameters.Where(p => p.IsMandatory && p.Name != parameter.Name).Select(p => $" -{p.Name} {Good[p.Name]}");
        string proxy = parameter.Name == "ProxyCredential" ? " -Proxy http://127.0.0.1:9" : "";
        string whatIf = command.Parameters.ContainsKey("WhatIf") ? " -WhatIf" : "";
        return $"{command.Name} -{parameter.Name} {value}{string.Concat(others)}{proxy}{whatIf} -ErrorAction Stop";
    }

    private static string Secure(string text) => $"([Net.NetworkCredential]::new('', \"{text.Replace("\0", "`0", StringComparison.Ordinal).Replace("\r\n", "`r`n", StringComparison.Ordinal)}\").SecurePassword)";
}
