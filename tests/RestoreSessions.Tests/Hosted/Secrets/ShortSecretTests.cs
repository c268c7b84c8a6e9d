using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A short password is struck out like a long one, down to three characters; shorter ones stand in ordinary words, which stay readable.</summary>
public sealed class ShortSecretTests
{
    [Theory]
    [InlineData("abc", "the password *** is wrong at the gate")]
    [InlineData("a&c", "the password *** is wrong at the gate")]
    [InlineData("at", "the password at is wrong at the gate")]
    public async Task a_password_of_three_characters_is_struck_out_and_one_of_two_leaves_the_words_alone(string password, string said)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Password = password });
        fixture.Server.Faults.Add(Fault.Status(500, $$"""{"message":"the password {{password}} is wrong at the gate"}"""), "restoreSessions");
        fixture.Server.Faults.Add(Fault.Status(400, $$"""{"error_description":"the password {{Uri.EscapeDataString(password)}} is wrong at the gate"}"""), "token");
        Assert.Equal(said, ((RestoreServerException)Assert.Single(fixture.Run("Get-RestoreSession").Errors).Exception).ServerMessage);
        Assert.Equal(said, ((RestoreServerException)Assert.Single(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").Errors).Exception).ServerMessage);
    }

    [Fact]
    public async Task every_token_that_a_server_still_honours_is_struck_out()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string[] first = [.. fixture.Server.Secrets.SkipLast(1)];
        fixture.Server.ExpireTokens();
        Assert.Null(fixture.Run("Get-RestoreSession").ErrorId);
        string[] second = [.. fixture.Server.Secrets.SkipLast(1).Except(first)];
        Assert.Equal((2, 2), (first.Length, second.Length));
        fixture.Server.Faults.Add(Fault.Status(500, $$"""{"message":"{{string.Join(' ', first.Concat(second))}}"}"""), "restoreSessions");
        Assert.Equal("*** *** *** ***", ((RestoreServerException)Assert.Single(fixture.Run("Get-RestoreSession").Errors).Exception).ServerMessage);
    }

    [Theory]
    [InlineData("brought")]
    [InlineData("renewed")]
    public async Task a_token_is_struck_out_of_an_answer_to_the_very_request_that_carried_it(string way)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: way == "renewed");
        string token = fixture.Server.IssueToken();
        if (way == "brought")
        {
            fixture.Server.Faults.Add(Fault.Status(500, $$"""{"message":"no {{token}}"}"""), "v8");
            ShellResult result = fixture.Run($"Connect-RestoreServer $server -AccessToken ([Net.NetworkCredential]::new('', '{token}').SecurePassword) -CertificateThumbprint $thumbprint");
            Assert.Equal("no ***", ((RestoreServerException)Assert.Single(result.Errors).Exception).ServerMessage);
            return;
        }

        string refresh = fixture.Server.Secrets.First(s => s.StartsWith("refresh-", StringComparison.Ordinal));
        fixture.Server.ExpireTokens();
        fixture.Server.Faults.Add(Fault.Status(500, $$"""{"message":"no {{refresh}}"}"""), "token");
        Assert.Equal("no ***", ((RestoreServerException)Assert.Single(fixture.Run("Get-RestoreSession").Errors).Exception).ServerMessage);
    }
}
