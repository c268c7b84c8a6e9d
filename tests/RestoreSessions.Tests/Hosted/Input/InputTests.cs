using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Bad input, for every parameter of every cmdlet: a clear error, and nothing is sent.</summary>
public sealed class InputTests
{
    private static readonly string[] Never = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    [Fact]
    public async Task null_and_nothing_are_refused_by_every_parameter_that_needs_a_value()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        List<string> wrong = [];
        int swept = 0;
        foreach (CommandInfo command in fixture.Run("Get-Command -Module RestoreSessions").As<CommandInfo>())
        {
            foreach (ParameterMetadata parameter in command.Parameters.Values.Where(p => !p.SwitchParameter && !Never.Contains(p.Name)))
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
        }

        Assert.True(swept > 50, $"{swept} swept");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Type '[a'")]
    [InlineData("Get-RestoreSession -Result 'ok', '[b-'")]
    [InlineData("Get-RestoreSessionEvent -Id 00000000-0000-0000-0000-000000000001 -Status '['")]
    [InlineData("Get-RestoreSession -Outcome '[x'")]
    [InlineData("Get-RestoreSession -Last 0")]
    [InlineData("Get-RestoreSession -Last -1")]
    [InlineData("Get-RestoreSession -Last 99999999999")]
    [InlineData("Get-RestoreSession -Id nonsense")]
    [InlineData("Get-RestoreSession -StartTimeFrom nonsense")]
    [InlineData("Get-RestoreSession -StartTimeFrom 99999-01-01")]
    [InlineData("Wait-RestoreSession -Id 00000000-0000-0000-0000-000000000001 -TimeoutSec -1")]
    [InlineData("Wait-RestoreSession -Id 00000000-0000-0000-0000-000000000001 -PollingIntervalSec 0")]
    [InlineData("Connect-RestoreServer $server $credential -Port 0")]
    [InlineData("Connect-RestoreServer $server $credential -Port 65536")]
    [InlineData("Connect-RestoreServer $server $credential -ApiVersion v4")]
    [InlineData("Connect-RestoreServer $server $credential -TimeoutSec -1")]
    [InlineData("Connect-RestoreServer $server $credential -MaximumRetryCount 101")]
    [InlineData("Connect-RestoreServer ('a' * 100000) $credential")]
    [InlineData("Connect-RestoreServer \"a`0b\" $credential")]
    [InlineData("Connect-RestoreServer '../../etc' $credential")]
    [InlineData("Connect-RestoreServer 'user:pass@host' $credential")]
    [InlineData("Connect-RestoreServer 'file:///etc/passwd' $credential")]
    [InlineData("Connect-RestoreServer 'host:99999' $credential")]
    [InlineData("Start-RestoreSession contoso.onmicrosoft.com -PointInTime nonsense -Type Teams")]
    public async Task what_is_out_of_range_or_malformed_is_refused_before_anything_is_sent(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run(command);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.True(error.Exception is ParameterBindingException or ArgumentException, error.Exception.GetType().Name);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task a_server_that_repeats_the_password_at_the_logon_does_not_make_the_module_show_it()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Faults.Add(Fault.Status(400, $$"""{"error_description":"not {{fixture.Server.Options.Password}}, surely"}"""), "token");
        ShellResult result = fixture.Run("$VerbosePreference = 'Continue'; Connect-RestoreServer $server $credential -SkipCertificateCheck");
        Assert.Contains("not ***, surely", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Server.Options.Password, result.Everything(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(409)]
    public async Task a_server_that_repeats_the_secrets_does_not_make_the_module_show_them(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string said = string.Join(" and ", fixture.Server.Secrets);
        fixture.Server.Faults.Add(Fault.Status(status, $$"""{"message":"{{said}}"}"""), "restoreSessions", times: int.MaxValue);
        ShellResult result = fixture.Run("$VerbosePreference = 'Continue'; Get-RestoreSession");
        Assert.Contains("***", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.All(fixture.Server.Secrets, secret => Assert.DoesNotContain(secret, result.Everything(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(480, "")]
    [InlineData(0, "two  spaces")]
    public async Task a_secret_that_is_long_past_or_oddly_spaced_is_not_shown_in_part(int before, string password)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(password.Length > 0 ? new ServerOptions { Password = password } : null);
        string secret = password.Length > 0 ? password : fixture.Server.Secrets[0];
        fixture.Server.Faults.Add(Fault.Status(500, $$"""{"message":"{{new string('x', before)}} {{secret}}"}"""), "restoreSessions");
        ErrorRecord error = Assert.Single(fixture.Run("Get-RestoreSession").Errors);
        Assert.Contains("***", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..8].TrimEnd(), error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\n{0} is no header\n\n")]
    [InlineData("HTTP/1.1 {0}\n\n")]
    [InlineData("HTTP/1.1 500 {0}\n\n")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{0}\n")]
    public async Task a_server_that_repeats_a_secret_in_a_broken_answer_does_not_make_the_module_show_it(string answer)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 1").ErrorId);
        foreach (string secret in fixture.Server.Secrets.Where(s => s.All(char.IsAscii)))
        {
            fixture.Server.Faults.Add(Fault.Raw(string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, secret)), "restoreSessions", times: 2);
            ShellResult result = fixture.Run("$VerbosePreference = 'Continue'; Get-RestoreSession");
            Assert.Single(result.Errors);
            Assert.DoesNotContain(secret, result.Everything(), StringComparison.Ordinal);
            fixture.Server.Faults.Clear();
        }
    }
}
