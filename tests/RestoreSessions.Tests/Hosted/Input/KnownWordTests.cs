using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A mistyped filter is told, and does not end the command: a server may know more words than this module.</summary>
public sealed class KnownWordTests
{
    [Theory]
    [InlineData("Get-RestoreSession -Type Exchnge", "-Type 'Exchnge'", "Exchange, OneDrive, SharePoint, Teams")]
    [InlineData("Get-RestoreSession -State Runing, Working", "-State 'Runing'", "Working, Stopped")]
    [InlineData("Get-RestoreSession -Result failure, failed, success?no", "-Result 'failure'", "Success, Warning, Failed")]
    [InlineData("Get-RestoreSession -Outcome open, Stopping, working", "-Outcome 'open'", "Working, Success, Warning, Failed")]
    [InlineData("$s | Get-RestoreSessionEvent -Status faild", "-Status 'faild'", "Running, Success, Warning, Failed, Cancelled, Skipped")]
    [InlineData("$s | Get-RestoreSessionEvent -Type restored, sended", "-Type 'restored', 'sended'", "None, Save, Export, Send, Restore, View")]
    public async Task an_unknown_word_is_one_warning_that_names_the_known_ones(string command, string words, string known)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        ShellResult result = fixture.Run(command);
        Assert.Empty(result.Errors);
        string warning = Assert.Single(result.Warnings);
        Assert.StartsWith(words + ":", warning, StringComparison.Ordinal);
        Assert.Contains(known + ";", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_word_that_only_the_server_knows_still_matches()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), Result = "Partial" }]);
        ShellResult result = fixture.Run("Get-RestoreSession -Result Partial");
        Assert.Single(result.Output);
        Assert.Single(result.Warnings);
    }

    [Theory]
    [InlineData("Get-RestoreSession -Type vex, SHAREPOINT, x* -State starting, stopped -Result warning")]
    [InlineData("Get-RestoreSession -Last 1 | Get-RestoreSessionEvent -Type none, vi?w -Status CANCELLED, [a-f]*")]
    public async Task known_words_in_any_case_and_patterns_are_no_warning(string command)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Empty(fixture.Run(command).Warnings);
    }

    [Fact]
    public async Task no_session_of_an_unknown_type_is_started()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        ShellResult result = fixture.Run("Start-RestoreSession contoso.onmicrosoft.com -Type Exchnge");
        Assert.Equal("ParameterArgumentValidationError,RestoreSessions.Commands.StartRestoreSessionCommand", result.ErrorId);
        Assert.Contains("Exchange, OneDrive, SharePoint, Teams", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Requests);
    }
}
