using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A name finds itself, whatever is in it. One that nothing has is told with those that are like it, because no output reads "nobody did".</summary>
[Collection(LongPatience.Tab)]
public sealed class NearNameTests
{
    private static readonly string[] Odd = ["Restore [EU] Mail", "back`tick", "open [bracket", "a]b", "Restore `[EU`]", "[x", "per%cent $x 'quoted'"];

    [Theory]
    [InlineData("Name")]
    [InlineData("InitiatedBy")]
    [InlineData("Organization")]
    public async Task a_session_is_found_by_the_text_that_it_has(string parameter)
    {
        await using ShellFixture fixture = await OpenAsync([.. Odd.Append("Other")]);
        foreach (RestoreSession session in fixture.Run("Get-RestoreSession | Where-Object Name -ne Other").As<RestoreSession>())
        {
            fixture.Shell.Runspace.SessionStateProxy.SetVariable("text", session.Name);
            ShellResult result = fixture.Run($"Get-RestoreSession -{parameter} $text");
            Assert.Equal([session.Id], result.As<RestoreSession>().Select(s => s.Id));
            Assert.Equal([session.Id], fixture.Run($"Get-RestoreSession -{parameter} ([WildcardPattern]::Escape($text))").As<RestoreSession>().Select(s => s.Id));
            Assert.Empty(result.Warnings);
        }
    }

    [Fact]
    public async Task an_organization_is_found_by_the_text_that_it_has_also_as_tab_offers_it()
    {
        await using ShellFixture fixture = await OpenAsync(["Other"]);
        fixture.Server.Organizations.Use(Odd.Append("Other").Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        foreach (string name in Odd)
        {
            fixture.Shell.Runspace.SessionStateProxy.SetVariable("text", name);
            Assert.Equal(name, fixture.Run("Get-RestoreOrganization $text").One<RestoreOrganization>().Name);
        }

        string[] offered = [.. fixture.Run("$line = 'Get-RestoreOrganization -Name '; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText").As<string>()];
        Assert.Equal(Odd.Append("Other").Order(StringComparer.OrdinalIgnoreCase), offered.SelectMany(text => fixture.Run($"Get-RestoreOrganization -Name {text}").As<RestoreOrganization>().Select(o => o.Name)));
    }

    [Fact]
    public async Task a_person_whom_tab_offers_is_found()
    {
        await using ShellFixture fixture = await OpenAsync([.. Odd], DateTime.UtcNow.AddDays(-1));
        string[] offered = [.. fixture.Run("$line = 'Get-RestoreSession -InitiatedBy '; (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText").As<string>()];
        Assert.Equal(Odd.Order(StringComparer.OrdinalIgnoreCase), offered.SelectMany(text => fixture.Run($"Get-RestoreSession -InitiatedBy {text}").As<RestoreSession>().Select(s => s.InitiatedBy)));
    }

    [Theory]
    [InlineData("-Organization contoso", "-Organization 'contoso'", "contoso.com, contoso.onmicrosoft.com")]
    [InlineData("-InitiatedBy j.doe", "-InitiatedBy 'j.doe'", @"CONTOSO\j.doe")]
    [InlineData("-InitiatedBy J.Doe@contoso.com", "-InitiatedBy 'J.Doe@contoso.com'", @"CONTOSO\j.doe")]
    [InlineData("-Name 'exchange restore'", "-Name 'exchange restore'", "Exchange restore 1")]
    [InlineData("-Organization contoso, contoso.com", "-Organization 'contoso'", "contoso.com, contoso.onmicrosoft.com")]
    [InlineData("-Organization contoso -State Working -Last 3", "-Organization 'contoso'", "contoso.com, contoso.onmicrosoft.com")]
    public async Task a_name_that_no_session_has_is_a_warning_that_names_what_is_like_it(string filter, string parameter, string like)
    {
        await using ShellFixture fixture = await OpenNearAsync();
        ShellResult result = fixture.Run($"Get-RestoreSession {filter}");
        Assert.Empty(result.Errors);
        Assert.Equal($"{parameter} matches none of the sessions that were read. Like it are: {like}. Wildcards are allowed.", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("-Organization nosuch")]
    [InlineData("-Organization contos?")]
    [InlineData("-Organization contoso*")]
    [InlineData("-Organization CONTOSO.com -Result Failed")]
    [InlineData(@"-InitiatedBy contoso\j.doe -Type Teams")]
    [InlineData("-Organization contoso -StartTimeFrom 2026-06-02")]
    public async Task a_pattern_and_a_name_that_some_session_has_or_that_nothing_is_like_is_no_warning(string filter)
    {
        await using ShellFixture fixture = await OpenNearAsync();
        ShellResult result = fixture.Run($"Get-RestoreSession {filter}");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task what_is_like_a_name_is_told_of_all_servers_once_and_moves_no_cursor()
    {
        await using ShellFixture fixture = await OpenNearAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        other.Sessions.Use([new SessionRecord { CreationTime = DateTime.UtcNow.AddDays(-1), Organization = "contoso\u202e" }]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck").ErrorId);
        Assert.Contains("Like it are: contoso.com, contoso.onmicrosoft.com, contoso[U+202E].", Assert.Single(fixture.Run("Get-RestoreSession -Organization contoso").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_organization_that_no_server_has_is_an_error_that_names_what_is_like_it()
    {
        await using ShellFixture fixture = await OpenNearAsync();
        fixture.Server.Organizations.Use(new[] { "contoso.com", "fabrikam.com" }.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        ShellResult result = fixture.Run("Get-RestoreOrganization contoso, fabrikam.com, nosuch, n*such; 'went on'");
        Assert.Equal(["fabrikam.com", "went on"], result.Output.Select(o => (o.BaseObject as RestoreOrganization)?.Name ?? o.BaseObject));
        Assert.All(result.Errors, error => Assert.Equal(("RestoreOrganizationNotFound,RestoreSessions.Commands.GetRestoreOrganizationCommand", ErrorCategory.ObjectNotFound), (error.FullyQualifiedErrorId, error.CategoryInfo.Category)));
        Assert.Equal(["contoso", "nosuch"], result.Errors.Select(error => error.TargetObject));
        Assert.Contains("'contoso'. Like it are: contoso.com.", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Like it", result.Errors[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task closing_what_a_pattern_matches_is_no_error_where_it_matches_nothing_and_a_name_is_one()
    {
        await using ShellFixture fixture = await OpenNearAsync();
        Assert.Null(fixture.Run("Disconnect-RestoreServer nosuch*").ErrorId);
        Assert.Single(fixture.Run("Get-RestoreConnection").Output);
        ShellResult named = fixture.Run("Disconnect-RestoreServer nosuch");
        Assert.Equal("ParameterArgumentTransformationError,RestoreSessions.Commands.DisconnectRestoreServerCommand", named.ErrorId);
        Assert.Contains("There is no connection to 'nosuch'.", named.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Null(fixture.Run("Disconnect-RestoreServer *; Disconnect-RestoreServer *; '*' | Disconnect-RestoreServer").ErrorId);
        Assert.Empty(fixture.Run("Get-RestoreConnection").Output);
    }

    private static async Task<ShellFixture> OpenAsync(string[] names, DateTime? started = null)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(names.Select((name, i) => new SessionRecord
        {
            CreationTime = started ?? new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), Name = name, Organization = name, InitiatedBy = name,
        }));
        return fixture;
    }

    private static async Task<ShellFixture> OpenNearAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(new[] { "contoso.onmicrosoft.com", "contoso.com", "fabrikam.com" }.Select((organization, i) => new SessionRecord
        {
            CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), Organization = organization, InitiatedBy = i == 0 ? @"CONTOSO\j.doe" : @"CONTOSO\admin", Name = i == 0 ? "Exchange restore 1" : "",
        }));
        return fixture;
    }
}
