using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class FilterTests
{
    private const string Id = ",RestoreSessions.Commands.GetRestoreSessionCommand";

    [Theory]
    [InlineData("-Result Failed", "$_.Result -eq 'Failed'")]
    [InlineData("-Result Failed, warning", "$_.Result -ne 'Success'")]
    [InlineData("-Outcome Success", "$_.State -eq 'Stopped' -and $_.Result -eq 'Success'")]
    [InlineData("-Outcome failed, Warn*", "$_.Outcome -in 'Failed', 'Warning'")]
    [InlineData("-State Stop*", "$_.State -eq 'Stopped'")]
    [InlineData("-Type Teams", "$_.Type -eq 'Vet'")]
    [InlineData("-Type vet, Exch*", "$_.Type -in 'Vet', 'Vex'")]
    [InlineData("-Organization *abr*", "$_.Organization -like 'fabrikam*'")]
    [InlineData(@"-InitiatedBy CONTOSO\*", @"$_.InitiatedBy -like 'CONTOSO\*'")]
    [InlineData("-Name 'teams*backup 3*'", "$_.Name -like 'Teams*Backup 3*'")]
    [InlineData("-Type Teams -Result Failed -Organization *o*", "$_.Type -eq 'Vet' -and $_.Result -eq 'Failed' -and $_.Organization -like '*o*'")]
    public async Task a_filter_gives_what_where_object_gives(string filter, string condition)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 500 });
        IEnumerable<Guid> expected = fixture.Run($"Get-RestoreSession | Where-Object {{ {condition} }}").As<RestoreSession>().Select(s => s.Id);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, fixture.Run($"Get-RestoreSession {filter}").As<RestoreSession>().Select(s => s.Id));
    }

    [Theory]
    [InlineData("-Outcome Working", 0)]
    [InlineData("-Outcome Success", 2)]
    [InlineData("-Outcome Failed", 1, 4)]
    [InlineData("-Outcome Warning, w*g", 0, 3)]
    [InlineData("-Result Success", 0, 2)]
    [InlineData("-Outcome Failed -State Working", 1)]
    public async Task an_open_session_is_no_success_and_a_failure_shows_at_once(string filter, params int[] expected)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        SessionRecord[] records = [.. new[] { "Working Success", "Working Failed", "Stopped Success", "Stopped Warning", "Stopped Failed" }.Select((what, i) => new SessionRecord
        {
            CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), State = what.Split(' ')[0], Result = what.Split(' ')[1],
        })];
        fixture.Server.Sessions.Use(records);
        Assert.Equal(expected.Select(i => records[i].Id).Order(), fixture.Run($"Get-RestoreSession {filter}").As<RestoreSession>().Select(s => s.Id).Order());
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(5, 7)]
    [InlineData(8, 7)]
    [InlineData(8, 1000)]
    public async Task last_gives_the_newest_of_all_servers_the_newest_first(int version, int count)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 300, MaximumLimit = 50 }, isConnected: false);
        await using RestoreServer other = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 200, Seed = 3, Anchor = new DateTime(2026, 6, 1, 11, 58, 0, DateTimeKind.Utc) });
        Assert.Null(fixture.Run($"Connect-RestoreServer $server, {other.Server} $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}").ErrorId);
        fixture.Server.Requests.Clear();
        IReadOnlyList<RestoreSession> got = fixture.Run($"Get-RestoreSession -Last {count} -Type Teams, Exchange").As<RestoreSession>();
        IEnumerable<DateTime> expected = Enumerable.Range(0, 300).Select(i => fixture.Server.Sessions[i]).Concat(Enumerable.Range(0, 200).Select(i => other.Sessions[i]))
            .Where(s => s.Type is "Vet" or "Vex").Select(s => s.CreationTime).OrderDescending().Take(count);
        Assert.Equal(expected, got.Select(s => s.CreationTimeUtc));
        Assert.Equal(version == 8 && count < 20, fixture.Server.Requests.Listings.Count == 1);
    }

    [Fact]
    public async Task sessions_are_got_by_identifier_also_from_the_pipeline()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Guid[] ids = [.. fixture.Server.Sessions.AllIds().Take(3)];
        Assert.Equal(ids, fixture.Run($"Get-RestoreSession -Id '{ids[0]}', '{ids[1]}', '{ids[2]}'").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(ids, fixture.Run($"Get-RestoreSession -Id '{ids[0]}', '{ids[1]}', '{ids[2]}' | Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
    }

    [Fact]
    public async Task an_identifier_that_no_server_has_is_one_error_and_the_others_are_got()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await fixture.AddServerAsync(new ServerOptions { Seed = 4 });
        Guid unknown = Guid.NewGuid();
        ShellResult result = fixture.Run($"Get-RestoreSession -Id '{fixture.Server.Sessions[0].Id}', '{unknown}', '{other.Sessions[0].Id}'");
        Assert.Equal("RestoreSessionNotFound" + Id, result.ErrorId);
        Assert.Equal((unknown, ErrorCategory.ObjectNotFound), (result.Errors[0].TargetObject, result.Errors[0].CategoryInfo.Category));
        Assert.Null(result.TerminatingError);
        Assert.Equal([fixture.Server.Server, other.Server], result.Output.Select(s => ((RestoreSession)s.BaseObject).Server!));
    }

    [Theory]
    [InlineData("Get-RestoreSession -Type ", "Exchange,OneDrive,SharePoint,Teams")]
    [InlineData("Get-RestoreSession -Type T", "Teams")]
    [InlineData("Get-RestoreSession -State ", "Working,Stopped")]
    [InlineData("Get-RestoreSession -Result ", "Success,Warning,Failed")]
    [InlineData("Get-RestoreSession -Outcome ", "Working,Success,Warning,Failed")]
    [InlineData("Get-RestoreSessionEvent -Type ", "None,Save,Export,Send,Restore,View")]
    [InlineData("Get-RestoreSessionEvent -Status ", "Running,Success,Warning,Failed,Cancelled,Skipped")]
    [InlineData("Start-RestoreSession -Type s", "SharePoint")]
    [InlineData("Connect-RestoreServer -ApiVersion ", "v5,v6,v7,v8")]
    public void known_values_are_completed(string line, string expected)
    {
        using Shell shell = new();
        Assert.Equal(expected, shell.Run($"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText -join ','").One<string>());
    }
}
