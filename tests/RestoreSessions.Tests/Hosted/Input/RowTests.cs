using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Rows of CSV and JSON files in the place of sessions: which server is asked, what a row with some of the columns is worth, and what its times mean.</summary>
[Collection(TestZone.Collection)]
public sealed class RowTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string, string> Files => new()
    {
        { "Export-Csv $file", "Import-Csv $file" },
        { "Select-Object Id, Server | Export-Csv $file", "Import-Csv $file" },
        { "Select-Object SessionId, Server, Type | Export-Csv $file", "Import-Csv $file" },
        { "ConvertTo-Json | Set-Content $file", "Get-Content $file -Raw | ConvertFrom-Json" },
        { "Select-Object Id, Server | ConvertTo-Json | Set-Content $file", "Get-Content $file -Raw | ConvertFrom-Json" },
        { "Export-Clixml $file", "Import-Clixml $file" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task a_row_of_one_of_two_servers_with_the_same_session_goes_to_its_own_alone(string write, string read)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Working");
        await using RestoreServer clone = await CloneAsync(fixture);
        string rows = write.Contains("SessionId", StringComparison.Ordinal) ? "Get-RestoreSessionEvent | Select-Object -First 1" : "ForEach-Object { $_ }";
        foreach ((RestoreServer own, RestoreServer other) in new[] { (fixture.Server, clone), (clone, fixture.Server) })
        {
            Assert.Null(fixture.Run($"$file = '{folder["rows"]}'; Get-RestoreSession -Connection {own.Server} | {rows} | {write}").ErrorId);
            foreach (string command in new[] { "Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics", "Get-RestoreOrganization", "Wait-RestoreSession -TimeoutSec 1 -ErrorAction Ignore", "Stop-RestoreSession -Confirm:$false -PassThru" })
            {
                own.Requests.Clear();
                other.Requests.Clear();
                ShellResult result = fixture.Run($"{read} | {command}");
                Assert.Empty(result.Errors);
                Assert.All(result.Output, item => Assert.Equal(own.Server, ((ServerObject)item.BaseObject).Server));
                Assert.NotEmpty(own.Requests);
                Assert.Empty(other.Requests);
            }

            Assert.Equal(("Stopped", "Working"), (own.Sessions[0].State, other.Sessions[0].State));
            own.Sessions.Use([own.Sessions[0] with { State = "Working", EndTime = null }]);
        }
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("Id, State")]
    [InlineData("Id, CreationTime, EndTime, Type, Organization")]
    public async Task a_row_without_its_server_is_sought_on_both_and_stops_neither(string columns)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Working");
        await using RestoreServer clone = await CloneAsync(fixture);
        Assert.Null(fixture.Run($"$file = '{folder["rows"]}'; Get-RestoreSession -Connection $server | Select-Object {columns} | Export-Csv $file").ErrorId);
        ShellResult result = fixture.Run("Import-Csv $file | Stop-RestoreSession -Confirm:$false");
        Assert.Equal("AmbiguousSession,RestoreSessions.Commands.StopRestoreSessionCommand", result.ErrorId);
        Assert.Contains($"{fixture.Server.Server} and {clone.Server} have this session", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Server.Requests.Concat(clone.Requests), request => request.Path.EndsWith("/Stop", StringComparison.OrdinalIgnoreCase));
    }

    // Whoever opened a session stands on each of its events, and is read where the row does not say it.
    [Theory]
    [InlineData("Id", true)]
    [InlineData("Id, Server", true)]
    [InlineData("Id, InitiatedBy", false)]
    [InlineData("Id, Type", false)]
    [InlineData("Id, Server, Organization", false)]
    [InlineData("Id, Server, State, CreationTime", true)]
    [InlineData("*", false)]
    public async Task a_row_that_says_whose_session_or_of_what_it_is_is_not_read_again(string columns, bool isRead)
    {
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync("Stopped");
        Guid id = fixture.Server.Sessions[0].Id;
        Assert.Null(fixture.Run($"$file = '{folder["rows"]}'; Get-RestoreSession | Select-Object {columns} | Export-Csv $file").ErrorId);
        fixture.Server.Requests.Clear();
        IReadOnlyList<RestoreSessionEvent> events = fixture.Run("Import-Csv $file | Get-RestoreSessionEvent").As<RestoreSessionEvent>();
        Assert.Equal([id, id], events.Select(read => read.SessionId));
        Assert.Equal(
            isRead ? [$"/v8/RestoreSessions/{id}", $"/v8/RestoreSessions/{id}/Events"] : [$"/v8/RestoreSessions/{id}/Events"],
            fixture.Server.Requests.Select(request => request.Path));
        Assert.All(events, read => Assert.Equal(isRead || columns.Contains("Init", StringComparison.Ordinal) || columns == "*" ? @"VBO\Administrator" : "", read.InitiatedBy ?? ""));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-06-01T12:00:00", "2026-01-15 12:00", "2026-06-01T10:00:00", "2026-01-15T11:00:00")]
    [InlineData("Europe/Berlin", "2026-06-01T12:00:00+05:00", "2026-01-15T12:00:00Z", "2026-06-01T07:00:00", "2026-01-15T12:00:00")]
    [InlineData("America/St_Johns", "2026-06-01", "2026-06-01T00:00:00.25", "2026-06-01T02:30:00", "2026-06-01T02:30:00")]
    [InlineData("Australia/Lord_Howe", "06/01/2026 12:00:00", "01/15/2026 12:00:00", "2026-06-01T01:30:00", "2026-01-15T01:00:00")]
    public void a_time_of_a_row_without_an_offset_is_local_and_one_in_a_utc_column_is_not(string zone, string created, string ended, string createdUtc, string endedUtc)
    {
        using IDisposable local = TestZone.Use(zone);
        using Shell shell = new();
        string id = Guid.NewGuid().ToString();
        foreach (string read in new[] { $"\"Id,CreationTime,EndTime`n{id},{created},{ended}\" | ConvertFrom-Csv", $"[pscustomobject]@{{ Id = '{id}'; CreationTime = '{created}'; EndTime = '{ended}' }}" })
        {
            RestoreSession session = SessionInput.Read(shell.Run(read).Output.Single());
            Assert.Equal((createdUtc, endedUtc), (session.CreationTimeUtc.ToString("s", CultureInfo.InvariantCulture), session.EndTimeUtc!.Value.ToString("s", CultureInfo.InvariantCulture)));
            Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (session.CreationTimeUtc.Kind, session.EndTimeUtc.Value.Kind));
        }

        RestoreSession utc = SessionInput.Read(shell.Run($"[pscustomobject]@{{ Id = '{id}'; CreationTimeUtc = '2026-06-01T12:00:00'; EndTimeUtc = [datetime]'2026-01-15T12:00:00' }}").Output.Single());
        Assert.Equal(("2026-06-01T12:00:00", "2026-01-15T12:00:00"), (utc.CreationTimeUtc.ToString("s", CultureInfo.InvariantCulture), utc.EndTimeUtc!.Value.ToString("s", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void a_time_that_json_read_without_a_zone_is_local_in_a_local_column_and_utc_in_a_utc_column()
    {
        using IDisposable local = TestZone.Use("Europe/Berlin");
        using Shell shell = new();
        string json = $$"""{"Id":"{{Guid.NewGuid()}}","CreationTime":"2026-06-01T12:00:00","EndTimeUtc":"2026-01-15T12:00:00"}""";
        RestoreSession session = SessionInput.Read(shell.Run($"'{json}' | ConvertFrom-Json").Output.Single());
        Assert.Equal(("2026-06-01T10:00:00", "2026-01-15T12:00:00"), (session.CreationTimeUtc.ToString("s", CultureInfo.InvariantCulture), session.EndTimeUtc!.Value.ToString("s", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void an_empty_column_says_nothing()
    {
        using Shell shell = new();
        Guid id = Guid.NewGuid();
        RestoreSession session = SessionInput.Read(shell.Run($"\"Id,Server,State,CreationTime,EndTime,ETag`n{id},,,,,\" | ConvertFrom-Csv").Output.Single());
        RestoreSession empty = new();
        Assert.Equal((id, empty.Server, empty.State, empty.CreationTimeUtc, empty.EndTimeUtc, empty.ETag), (session.Id, session.Server, session.State, session.CreationTimeUtc, session.EndTimeUtc, session.ETag));
    }

    private static async Task<ShellFixture> OpenAsync(string state)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = state == "Working" ? null : Start.AddHours(1), State = state, EventCount = 2 }]);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
        return fixture;
    }

    private static async Task<RestoreServer> CloneAsync(ShellFixture fixture)
    {
        RestoreServer clone = await RestoreServer.StartAsync();
        clone.Sessions.Use([fixture.Server.Sessions[0]]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {clone.Server} $credential -SkipCertificateCheck -ApiVersion v8").ErrorId);
        return clone;
    }
}
