using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Where local time is not UTC: what is typed is local, what is sent is UTC, what is shown is local.</summary>
[Collection(TestZone.Collection)]
public sealed class TimeZoneTests
{
    private const string Berlin = "Europe/Berlin";
    private const string LordHowe = "Australia/Lord_Howe";
    private const string Newfoundland = "America/St_Johns";

    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, 1, DateTimeKind.Utc);

    /// <summary>A zone; 12 o'clock of a summer's and of a winter's day there, in UTC.</summary>
    public static TheoryData<string, string, string> Noons => new()
    {
        { Berlin, "2026-06-01T10:00:00.0000000Z", "2026-01-15T11:00:00.0000000Z" },
        { LordHowe, "2026-06-01T01:30:00.0000000Z", "2026-01-15T01:00:00.0000000Z" },
        { Newfoundland, "2026-06-01T14:30:00.0000000Z", "2026-01-15T15:30:00.0000000Z" },
        { "UTC", "2026-06-01T12:00:00.0000000Z", "2026-01-15T12:00:00.0000000Z" },
    };

    /// <summary>A zone, and 10 o'clock UTC of that summer's day there.</summary>
    public static TheoryData<string, string> Mornings => new()
    {
        { Berlin, "2026-06-01T12:00:00" },
        { LordHowe, "2026-06-01T20:30:00" },
        { Newfoundland, "2026-06-01T07:30:00" },
        { "UTC", "2026-06-01T10:00:00" },
    };

    [Fact]
    public void the_suite_runs_where_local_time_is_not_utc_and_changes_in_summer()
    {
        Assert.SkipUnless(TestZone.CanBeSet, "Windows gives a process no time zone of its own.");
        Assert.Equal(TimeSpan.FromHours(-2.5), TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc)));
        Assert.Equal(TimeSpan.FromHours(-3.5), TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc)));
    }

    [Theory]
    [MemberData(nameof(Noons))]
    public async Task a_time_that_names_no_zone_is_local_in_every_parameter_whatever_its_form(string zone, string summer, string winter)
    {
        using IDisposable local = TestZone.Use(zone);
        await using ShellFixture fixture = await OpenAsync(8);
        foreach (string form in new[] { "'{0}'", "([datetime]'{0}')", "([datetime]::SpecifyKind([datetime]'{0}', 'Local'))" })
        {
            string early = string.Format(CultureInfo.InvariantCulture, form, "2026-01-15 12:00");
            string late = string.Format(CultureInfo.InvariantCulture, form, "2026-06-01 12:00");
            fixture.Server.Requests.Clear();
            Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeFrom {early} -StartTimeTo {late} -EndTimeFrom {early} -EndTimeTo {late}").ErrorId);
            IReadOnlyDictionary<string, string> sent = Assert.Single(fixture.Server.Requests.Listings).Query;
            Assert.Equal((winter, summer, winter, summer), (sent["startTimeFrom"], sent["startTimeTo"], sent["endTimeFrom"], sent["endTimeTo"]));
            Assert.Null(fixture.Run($"Start-RestoreSession contoso.onmicrosoft.com -Type Teams -PointInTime {late}").ErrorId);
            Assert.Contains($"\"dateTime\":\"{summer}\"", fixture.Server.Requests.Last().Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Mornings))]
    public async Task what_a_server_says_in_utc_is_shown_in_local_time(string zone, string shown)
    {
        using IDisposable local = TestZone.Use(zone);
        await using ShellFixture fixture = await OpenAsync(8);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = Start.AddHours(1), EventCount = 1 }]);
        DateTime expected = DateTime.ParseExact(shown, "s", CultureInfo.InvariantCulture).AddMilliseconds(1);
        RestoreSession session = fixture.Run("Get-RestoreSession").One<RestoreSession>();
        Assert.Equal((expected, DateTimeKind.Local), (session.CreationTime, session.CreationTime.Kind));
        Assert.Equal((expected.AddHours(1), DateTimeKind.Local), (session.EndTime!.Value, session.EndTime.Value.Kind));
        Assert.Equal((Start, DateTimeKind.Utc), (session.CreationTimeUtc, session.CreationTimeUtc.Kind));
        Assert.Equal((Start.AddHours(1), DateTimeKind.Utc), (session.EndTimeUtc!.Value, session.EndTimeUtc.Value.Kind));
        Assert.Equal(TimeSpan.FromHours(1), session.Duration);

        RestoreSessionEvent read = fixture.Run("Get-RestoreSession | Get-RestoreSessionEvent").One<RestoreSessionEvent>();
        Assert.Equal((expected.AddSeconds(1), DateTimeKind.Local), (read.StartTime, read.StartTime.Kind));
        Assert.Equal((expected.AddSeconds(3), DateTimeKind.Local), (read.EndTime!.Value, read.EndTime.Value.Kind));
        Assert.Equal((Start.AddSeconds(1), Start.AddSeconds(3)), (read.StartTimeUtc, read.EndTimeUtc!.Value));

        Assert.Contains(shown.Replace('T', ' ')[..16], fixture.Shell.Render("Get-RestoreSession"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Noons))]
    public void what_a_script_sets_without_a_zone_is_local(string zone, string summer, string winter)
    {
        using IDisposable local = TestZone.Use(zone);
        using Shell shell = new();
        const string Set = "@{ {0} = [datetime]'2026-06-01 12:00'; EndTime = [datetime]'2026-01-15 12:00' }";
        RestoreSession session = shell.Run("[RestoreSessions.RestoreSession]" + Set.Replace("{0}", "CreationTime", StringComparison.Ordinal)).One<RestoreSession>();
        Assert.Equal((summer, winter), (Text(session.CreationTimeUtc), Text(session.EndTimeUtc!.Value)));
        RestoreSessionEvent read = shell.Run("[RestoreSessions.RestoreSessionEvent]" + Set.Replace("{0}", "StartTime", StringComparison.Ordinal)).One<RestoreSessionEvent>();
        Assert.Equal((summer, winter), (Text(read.StartTimeUtc), Text(read.EndTimeUtc!.Value)));
        RestoreOrganization organization = shell.Run("[RestoreSessions.RestoreOrganization]@{ FirstBackupTimeUtc = '2026-06-01T12:00:00Z'; LastBackupTimeUtc = '2026-01-15T12:00:00Z' }").One<RestoreOrganization>();
        Assert.Equal(("2026-06-01T12:00:00.0000000Z", "2026-01-15T12:00:00.0000000Z"), (Text(organization.FirstBackupTimeUtc!.Value), Text(organization.LastBackupTimeUtc!.Value)));
        RestoreConnection connection = shell.Run("[RestoreSessions.RestoreConnection]@{ TokenExpires = [datetime]'2026-06-01 12:00' }").One<RestoreConnection>();
        Assert.Equal((summer, DateTimeKind.Local), (Text(connection.TokenExpires!.Value.ToUniversalTime()), connection.TokenExpires.Value.Kind));
    }

    [Theory]
    [InlineData(Berlin)]
    [InlineData(LordHowe)]
    [InlineData(Newfoundland)]
    public async Task a_token_runs_out_in_local_time(string zone)
    {
        using IDisposable local = TestZone.Use(zone);
        await using ShellFixture fixture = await OpenAsync(5);
        DateTime expires = fixture.Run("Get-RestoreConnection").One<RestoreConnection>().TokenExpires!.Value;
        Assert.Equal(DateTimeKind.Local, expires.Kind);
        Assert.InRange(expires - DateTime.Now, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
    }

    [Theory]
    [InlineData(Berlin, "2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00.0000000Z", "2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00.0000000Z")]
    [InlineData(LordHowe, "2026-04-05T01:45:00+11:00", "2026-04-04T14:45:00.0000000Z", "2026-04-05T01:45:00+10:30", "2026-04-04T15:15:00.0000000Z")]
    public async Task the_hour_that_comes_twice_is_told_apart_by_its_offset(string zone, string first, string firstUtc, string second, string secondUtc)
    {
        using IDisposable local = TestZone.Use(zone);
        await using ShellFixture fixture = await OpenAsync(5);
        Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeFrom {first} -StartTimeTo {second}").ErrorId);
        Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeFrom ([datetimeoffset]'{first}') -StartTimeTo ([datetimeoffset]'{second}')").ErrorId);
        Assert.All(fixture.Server.Requests.Listings, r => Assert.Equal((firstUtc, secondUtc), (r.Query["startTimeFrom"], r.Query["startTimeTo"])));

        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Utc(firstUtc), EndTime = Utc(secondUtc) }]);
        RestoreSession session = fixture.Run("Get-RestoreSession").One<RestoreSession>();
        Assert.Equal(Utc(secondUtc) - Utc(firstUtc), session.Duration);
        Assert.Equal((firstUtc, secondUtc), (Text(session.CreationTimeUtc), Text(session.EndTimeUtc!.Value)));
    }

    [Theory]
    [InlineData(Berlin, "2026-06-01 12:00:00", "+01:00 or +02:00")]
    [InlineData(LordHowe, "2026-06-01 20:30:00", "+10:30 or +11:00")]
    [InlineData(Newfoundland, "2026-06-01 07:30:00", "\u221203:30 or \u221202:30")]
    public async Task a_report_is_in_local_time_and_says_how_far_that_is_from_utc(string zone, string shown, string offsets)
    {
        using IDisposable local = TestZone.Use(zone);
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await OpenAsync(5);
        fixture.Server.Sessions.Use(
        [
            new SessionRecord { CreationTime = new DateTime(2026, 1, 15, 10, 0, 0, DateTimeKind.Utc) },
            new SessionRecord { CreationTime = Start, EndTime = Start.AddHours(1), EventCount = 1 },
        ]);
        Assert.Null(fixture.Run($"Get-RestoreSession | Export-RestoreSessionReport '{folder["audit.html"]}' -IncludeEvent").ErrorId);
        string page = await File.ReadAllTextAsync(folder["audit.html"], TestContext.Current.CancellationToken);
        Assert.Contains($"<time datetime=\"2026-06-01T10:00:00Z\">{shown}</time>", page, StringComparison.Ordinal);
        Assert.Contains(offsets, page, StringComparison.Ordinal);
    }

    private static Task<ShellFixture> OpenAsync(int version) => ShellFixture.ConnectAsync($"-ApiVersion v{version}");

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string Text(DateTime time) => time.ToString("o", CultureInfo.InvariantCulture);
}
