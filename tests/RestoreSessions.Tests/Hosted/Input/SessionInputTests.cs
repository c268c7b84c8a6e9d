using System.Globalization;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Whatever has the identifier of a session is taken for that session, by every cmdlet that takes sessions; what has none is an error, and nothing is sent.</summary>
public sealed class SessionInputTests
{
    private static readonly string[] Cmdlets =
        ["Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics", "Get-RestoreOrganization", "Stop-RestoreSession -Confirm:$false", "Wait-RestoreSession -TimeoutSec 1"];

    public static TheoryData<string> Forms =>
    [
        "$s", "$s | Select-Object Id", "$s | Select-Object Id, Server", "$s | Select-Object *", "$s | ConvertTo-Csv | ConvertFrom-Csv", "$s | ConvertTo-Json | ConvertFrom-Json",
        "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($s))", "$s.Id", "\"$($s.Id)\"", "@{ Id = $s.Id }", "[pscustomobject]@{ id = \"$($s.Id)\" }",
        "$e", "$e | Select-Object *", "$e | ConvertTo-Csv | ConvertFrom-Csv", "[pscustomobject]@{ SessionId = $s.Id; Id = [guid]::NewGuid() }",
    ];

    public static TheoryData<string, string> Nothings => new()
    {
        { "[pscustomobject]@{ Name = 'x' }", "Id is missing" }, { "@{ Name = 'x' }", "Id is missing" }, { "[object]::new()", "Id is missing" }, { "5", "Id is missing" },
        { "[pscustomobject]@{ Id = '' }", "The Id '' is not" }, { "[pscustomobject]@{ Id = [guid]::Empty }", "The Id '00000000-0000-0000-0000-000000000000' is not" },
        { "[pscustomobject]@{ Id = 5 }", "The Id '5' is not" }, { "[guid]::Empty", "The identifier '00000000" }, { "'text'", "The identifier 'text' is not" },
        { "$o", "SessionId is missing: this is a RestoreOrganization" }, { "$o | Select-Object Id", "SessionId is missing: this is a RestoreOrganization" },
        { "$o | ConvertTo-Csv | ConvertFrom-Csv", "SessionId is missing: this is a RestoreOrganization" }, { "$o | ConvertTo-Json | ConvertFrom-Json", "SessionId is missing: this is a RestoreOrganization" },
        { "[RestoreSessions.RestoreItemStatistics]@{ Id = [guid]::NewGuid() }", "SessionId is missing: this is a RestoreItemStatistics" },
        { "[RestoreSessions.RestoreSessionStatistics]@{}", "The SessionId '00000000" }, { "Get-RestoreConnection", "SessionId is missing" },
        { "[RestoreSessions.RestoreSession]@{ Name = 'x' }", "An identifier is missing or empty" },
        { "[pscustomobject]@{ Id = [guid]::NewGuid(); CreationTime = 'nonsense' }", "The CreationTime 'nonsense' cannot be read" },
        { "[pscustomobject]@{ Id = [guid]::NewGuid(); ETag = 'x' }", "The ETag 'x' cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task every_form_of_a_session_is_that_session(string form)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid id = fixture.Server.Sessions[1].Id;
        Assert.Null(fixture.Run($"$s = Get-RestoreSession -Id {id}; $e = $s | Get-RestoreSessionEvent | Select-Object -First 1").ErrorId);
        foreach (string cmdlet in Cmdlets)
        {
            fixture.Server.Requests.Clear();
            ShellResult result = fixture.Run($"{form} | {cmdlet}");
            Assert.All(result.Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
            Assert.NotEmpty(fixture.Server.Requests);
            Assert.All(fixture.Server.Requests, r => Assert.Contains(id.ToString(), r.Path, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("$s", "Get-RestoreSession")]
    [InlineData("$s, $s", "Get-RestoreSession")]
    [InlineData("$s.Id", "Get-RestoreOrganization")]
    [InlineData("$s.Id, $s.Id", "Get-RestoreOrganization")]
    [InlineData("(New-Object Collections.Generic.List[object] (, [object[]]@($s.Id)))", "Get-RestoreOrganization")]
    public async Task a_session_needs_no_name_of_its_parameter(string value, string except)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid id = fixture.Server.Sessions[1].Id;
        Assert.Null(fixture.Run($"$s = Get-RestoreSession -Id {id}").ErrorId);
        foreach (string cmdlet in Cmdlets.Where(cmdlet => cmdlet != except))
        {
            fixture.Server.Requests.Clear();
            ShellResult result = fixture.Run($"{cmdlet} {value}");
            Assert.All(result.Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
            Assert.NotEmpty(fixture.Server.Requests);
            Assert.All(fixture.Server.Requests, r => Assert.Contains(id.ToString(), r.Path, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task an_identifier_by_position_reaches_the_command_through_a_proxy_too()
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid id = fixture.Server.Sessions[1].Id;
        foreach (string cmdlet in Cmdlets)
        {
            fixture.Server.Requests.Clear();
            ShellResult result = fixture.Run($"""
                Set-Item function:global:Through ([Management.Automation.ProxyCommand]::Create((Get-Command {cmdlet.Split(' ')[0]} -CommandType Cmdlet)))
                Through ([guid]'{id}') {string.Join(' ', cmdlet.Split(' ').Skip(1))}
                """);
            Assert.All(result.Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
            Assert.NotEmpty(fixture.Server.Requests);
            Assert.All(fixture.Server.Requests, request => Assert.Contains(id.ToString(), request.Path, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Wait-RestoreSession -TimeoutSec 1")]
    public async Task an_identifier_that_was_typed_needs_no_name_of_its_parameter_either(string cmdlet)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid id = fixture.Server.Sessions[1].Id;
        fixture.Server.Requests.Clear();
        Assert.All(fixture.Run($"{cmdlet} {id}").Errors, error => Assert.StartsWith("WaitTimedOut,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.NotEmpty(fixture.Server.Requests);
        Assert.All(fixture.Server.Requests, r => Assert.Contains(id.ToString(), r.Path, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Nothings))]
    public async Task what_is_no_session_is_an_error_that_names_what_is_missing_and_nothing_is_sent(string input, string why)
    {
        await using ShellFixture fixture = await OpenAsync();
        Assert.Null(fixture.Run("$o = Get-RestoreOrganization | Select-Object -First 1").ErrorId);
        fixture.Server.Requests.Clear();
        foreach (string cmdlet in Cmdlets)
        {
            // OrganizationSessionTests: this cmdlet takes organizations, too.
            if (input == "$o" && cmdlet == "Get-RestoreSession")
            {
                continue;
            }

            ShellResult result = fixture.Run($"$i = {input}; $i | {cmdlet}; 'went on'");
            ErrorRecord error = Assert.Single(result.Errors);
            Assert.IsType<ParameterBindingException>(error.Exception, exactMatch: false);
            Assert.Contains(why, error.Exception.Message, StringComparison.Ordinal);
            Assert.Equal("went on", Assert.Single(result.Output).BaseObject);
            Assert.Empty(fixture.Server.Requests);
        }
    }

    [Fact]
    public async Task no_identifiers_are_no_sessions_and_not_all()
    {
        await using ShellFixture fixture = await OpenAsync();
        ShellResult result = fixture.Run("$ids = @(); $ids | Get-RestoreSession; @() | Get-RestoreOrganization; $missing | Get-RestoreSession");
        Assert.Empty(result.Output);
        Assert.Single(result.Errors);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("", "ConvertTo-Csv", "ConvertFrom-Csv")]
    [InlineData("de-DE", "ConvertTo-Csv", "ConvertFrom-Csv")]
    [InlineData("th-TH", "ConvertTo-Csv", "ConvertFrom-Csv")]
    [InlineData("de-DE", "ConvertTo-Json", "ConvertFrom-Json")]
    public async Task a_row_holds_what_the_session_held(string culture, string to, string from)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(culture: CultureInfo.GetCultureInfo(culture));
        RestoreSession session = fixture.Run("$s = Get-RestoreSession -Last 1; $s").One<RestoreSession>();
        PSObject row = Assert.Single(fixture.Run($"$s | {to} | {from}").Output);
        CultureInfo usual = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        RestoreSession read;
        try
        {
            read = SessionInput.Read(row);
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }

        Assert.Equal(
            (session.Id, session.Server, session.State, session.Result, session.Type, session.Organization, session.InitiatedBy),
            (read.Id, read.Server, read.State, read.Result, read.Type, read.Organization, read.InitiatedBy));
        Assert.InRange((session.CreationTimeUtc - read.CreationTimeUtc).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange((session.EndTimeUtc - read.EndTimeUtc)!.Value.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    // The session of the tests is the second, so that "the first that there is" is wrong.
    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, 2).Select(i => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), State = "Working" }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
