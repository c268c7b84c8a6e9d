using System.Net;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A server that repeats the logon in its refusal, in whatever encoding.</summary>
public sealed class EchoedPasswordTests
{
    private const string Password = "Geh\"eim&Wört/er<1>";

    public static TheoryData<string> Echoes
    {
        get
        {
            string escaped = Uri.EscapeDataString(Password);
            return
            [
                "password=" + escaped, "password=" + escaped.ToLowerInvariant(), WebUtility.HtmlEncode(Password), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Password)),
                System.Text.Json.JsonSerializer.Serialize(Password), Uri.EscapeDataString(escaped),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task no_text_of_a_refused_logon_is_shown_but_what_is_meant_for_people(string echo)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Password = Password }, isConnected: false);
        string json = System.Text.Json.JsonSerializer.Serialize(echo);
        foreach (Fault fault in new[]
        {
            Fault.Status(400, echo, "text/plain"), Fault.Problem(400, echo, echo), Fault.Status(400, "{\"request\":" + json + ",\"error_description\":\"wrong\"}"),
        })
        {
            fixture.Server.Faults.Add(fault, "token");
            ShellResult result = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -Verbose");
            Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.ConnectRestoreServerCommand", result.ErrorId);
            Assert.DoesNotContain(echo, result.Everything(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task what_is_meant_for_people_is_shown_without_the_password()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Password = Password }, isConnected: false);
        string escaped = Uri.EscapeDataString(Password);
        foreach (string echo in new[] { Password, escaped, System.Text.RegularExpressions.Regex.Replace(escaped, "%..", m => m.Value.ToLowerInvariant()), WebUtility.HtmlEncode(Password) })
        {
            fixture.Server.Faults.Add(Fault.Status(400, "{\"error_description\":" + System.Text.Json.JsonSerializer.Serialize($"no '{echo}' here") + "}"), "token");
            ShellResult result = fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint");
            Assert.Contains("no '***' here", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        }
    }
}
