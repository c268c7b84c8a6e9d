using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A server that repeats a token or a password, changed on its way: no part of it is shown.</summary>
public sealed partial class EchoedTokenTests
{
    private const int Part = 6;

    private static readonly Dictionary<string, Func<string, string>> Ways = new()
    {
        ["as it is"] = secret => secret,
        ["broken over lines"] = secret => string.Join("\r\n  ", secret.Chunk(10).Select(piece => new string(piece))),
        ["a space between its characters"] = secret => string.Join(' ', secret.ToCharArray()),
        ["a character without a width inside"] = secret => secret.Insert(secret.Length / 2, "\u200b"),
        ["a soft hyphen and a mark inside"] = secret => secret.Insert(7, "\u00ad").Insert(4, "\ufeff"),
        ["behind spaces, so that it is cut"] = secret => new string(' ', (16 * 1024) - 1 - (secret.Length / 2)) + secret,
        ["where the message is cut"] = secret => new string('.', 480) + " " + secret,
        ["behind spaces, broken and cut"] = secret => "no" + new string(' ', (16 * 1024) - 2 - 20) + string.Join('\n', secret.Chunk(5).Select(piece => new string(piece))),
        ["in base64"] = secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        ["in base64 with a user name"] = secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + secret)),
        ["in base64 between others"] = secret => Convert.ToBase64String(Encoding.UTF8.GetBytes($"a{secret}zz")),
        ["in base64 for addresses"] = secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + secret + "?>")).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["in base64 over lines"] = secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret + secret), Base64FormattingOptions.InsertLineBreaks),
        ["percent-encoded over lines"] = secret => string.Join('\n', Uri.EscapeDataString(secret).Chunk(9).Select(piece => new string(piece))),
        ["twice"] = secret => secret + secret,
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task no_part_of_it_is_shown(string way)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Password = "Geh\"eim&Wört/er  <1>" });
        string[] secrets = [.. fixture.Server.Secrets];
        Assert.Equal(3, secrets.Length);
        foreach (string secret in secrets)
        {
            string text = Ways[way](secret);
            foreach (Fault fault in new[] { Fault.Status(500, text, "text/plain"), Fault.Status(500, JsonSerializer.Serialize(new { message = "refused: " + text.Trim() + " end" })) })
            {
                fixture.Server.Faults.Add(fault, "restoreSessions");
                ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
                Assert.Equal("ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);

                // What stands between the characters does not make them less readable.
                string shown = Between().Replace(result.Errors[0].ToString() + ((RestoreServerException)result.Errors[0].Exception).ServerMessage, "");
                Assert.All(Parts(secret), part => Assert.DoesNotContain(part, shown, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(409)]
    public async Task the_rest_of_the_message_stays(int status)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string token = fixture.Server.Secrets[0];
        string said = $"The token {token.Insert(9, "\n")} of DOMAIN\\admin (Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(token))}) is not valid here.";
        fixture.Server.Faults.Add(Fault.Status(status, JsonSerializer.Serialize(new { message = said })), "restoreSessions");
        Assert.Equal("The token *** of DOMAIN\\admin (Basic ***) is not valid here.", ((RestoreServerException)Assert.Single(fixture.Run("Get-RestoreSession").Errors).Exception).ServerMessage);
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

    // Every part of the secret, and of each form of it, that tells something.
    private static IEnumerable<string> Parts(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        IEnumerable<string> encoded = Enumerable.Range(0, 3).Select(i => Convert.ToBase64String([.. new byte[i], .. bytes])[4..^4]);
        return new[] { secret, Uri.EscapeDataString(secret), WebUtility.HtmlEncode(secret) }.Concat(encoded)
            .Select(form => Between().Replace(form, "")).SelectMany(form => Enumerable.Range(0, form.Length - Part + 1).Select(at => form.Substring(at, Part))).Distinct();
    }

    [GeneratedRegex(@"\s|\[U\+[0-9A-F]+\]")]
    private static partial Regex Between();
}
