using System.Globalization;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A culture of other months, other calendars, other commas or other digits changes neither what is asked nor what is read.</summary>
public sealed class CultureTests
{
    private static readonly string[] TimeParameters =
    [
        "Get-RestoreSession -StartTimeFrom", "Get-RestoreSession -StartTimeTo", "Get-RestoreSession -EndTimeFrom", "Get-RestoreSession -EndTimeTo",
        "Start-RestoreSession contoso.onmicrosoft.com -Type Teams -PointInTime",
    ];

    public static TheoryData<string> Cultures => ["de-DE", "th-TH", "ar-SA", "fa-IR", "fi-FI", "tr-TR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task a_time_in_an_iso_form_is_the_same_moment_in_every_culture(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 8);
        foreach ((string text, DateTime moment) in new[]
        {
            ("2026-03-04", Local(2026, 3, 4, 0)), ("'2026-03-04 13:00'", Local(2026, 3, 4, 13)), ("2026-03-04T13:00", Local(2026, 3, 4, 13)), ("2026-03-04T13:00:00.0000000", Local(2026, 3, 4, 13)),
            ("2026-03-04T13:00Z", new DateTime(2026, 3, 4, 13, 0, 0, DateTimeKind.Utc)), ("2026-03-04T13:00:00+05:30", new DateTime(2026, 3, 4, 7, 30, 0, DateTimeKind.Utc)),
            ("([datetime]::new(2026, 3, 4))", Local(2026, 3, 4, 0)), ("([datetimeoffset]::new(2026, 3, 4, 0, 0, 0, [timespan]::Zero))", new DateTime(2026, 3, 4, 0, 0, 0, DateTimeKind.Utc)),
        })
        {
            string expected = moment.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);
            fixture.Server.Requests.Clear();
            Assert.Null(fixture.Run($"Get-RestoreSession -StartTimeFrom {text} -StartTimeTo {text} -EndTimeFrom {text} -EndTimeTo {text}").ErrorId);
            Assert.All(["startTimeFrom", "startTimeTo", "endTimeFrom", "endTimeTo"], name => Assert.Equal(expected, fixture.Server.Requests.Listings[0].Query[name]));
            Assert.Null(fixture.Run($"Start-RestoreSession contoso.onmicrosoft.com -Type Teams -PointInTime {text}").ErrorId);
            Assert.Contains($"\"dateTime\":\"{expected}\"", fixture.Server.Requests.Last().Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task any_other_text_and_a_number_is_refused_in_every_culture_and_an_iso_form_is_shown(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 8);
        foreach (string value in new[]
        {
            "12.06.2026", "13.06.2026", "1/6/2569", "'03/04/2026 13:00:00'", "'4 March 2026'", "20260601", "'20260601'", "0", "2026-6-1", "'2026-06'", "'2026-06-12 10'", "'2026-06-12T10:00+2'",
            "2026-02-30", "2026-06-12T24:00", "(,(Get-Date))", "\"2026-06-12`n\"",
        })
        {
            foreach (string command in TimeParameters)
            {
                ErrorRecord error = Assert.Single(fixture.Run($"{command} {value} -ErrorAction Stop").Errors);
                Assert.IsType<ParameterBindingException>(error.Exception, exactMatch: false);
                Assert.Contains($"is not read as a time. Write it like {DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ", error.Exception.Message, StringComparison.Ordinal);
                Assert.Contains("Get-Date", error.Exception.Message, StringComparison.Ordinal);
                Assert.Empty(fixture.Server.Requests);
            }
        }
    }

    [Fact]
    public async Task a_time_that_is_null_is_a_mistake_and_not_all_times()
    {
        await using ShellFixture fixture = await OpenAsync("de-DE", 8);
        foreach (string command in TimeParameters)
        {
            ErrorRecord error = Assert.Single(fixture.Run($"{command} $misspelt").Errors);
            Assert.Equal(command.Split(' ')[^1], "-" + Assert.IsType<ParameterBindingException>(error.Exception, exactMatch: false).ParameterName);
            Assert.Empty(fixture.Server.Requests);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task a_warning_of_a_time_to_come_has_the_year_that_was_given(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 8);
        Assert.StartsWith("-StartTimeFrom is 2569-06-01 (UTC)", Assert.Single(fixture.Run("Get-RestoreSession -StartTimeFrom 2569-06-01T12:00Z").Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task a_number_where_text_was_expected_and_text_where_a_number_was_read_the_same(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 8);
        const string Id = "01234567-89ab-cdef-0123-456789abcdef";
        fixture.Server.Faults.Add(Fault.RawBody($$"""{"limit":"30","results":[{"ID":"{{Id}}","creationTime":"2026-06-01T10:00:00.5Z","INITIATEDBY":1.5,"details":-12345.25,"eTag":"-12"}]}"""), "restoreSessions");
        RestoreSession session = fixture.Run("Get-RestoreSession").One<RestoreSession>();
        Assert.Equal((Guid.Parse(Id), "1.5", "-12345.25", -12L), (session.Id, session.InitiatedBy, session.Details, session.ETag));
        Assert.Equal(new DateTime(2026, 6, 1, 10, 0, 0, 500, DateTimeKind.Utc), session.CreationTimeUtc);
        fixture.Server.Faults.Add(Fault.RawBody("""{"totalItemsCount":5,"errors":[1.5],"items":[{"title":2.5}]}"""), "/Statistics");
        RestoreSessionStatistics statistics = fixture.Run($"Get-RestoreSessionStatistics -Id {fixture.Server.Sessions[0].Id}").One<RestoreSessionStatistics>();
        Assert.Equal(("1.5", "2.5"), (statistics.Errors[0], statistics.Items[0].Title));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task what_is_typed_without_regard_to_case_stays_so(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 5);
        Assert.Equal(fixture.Run("Get-RestoreSession -Type Vesp").As<RestoreSession>().Select(s => s.Id), fixture.Run("Get-RestoreSession -Type sharePOINT").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal("Vesp", fixture.Run("Start-RestoreSession CONTOSO.ONMICROSOFT.COM -Type SHAREPOINT").One<RestoreSession>().Type);
        Assert.Equal("Veod", fixture.Run("Start-RestoreSession contoso.onmicrosoft.com -Type onedrive").One<RestoreSession>().Type);
        Assert.Equal(5, fixture.Run("Get-RestoreOrganization -Name *.ONMICROSOFT.COM").As<RestoreOrganization>().Count);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task what_is_said_has_the_same_digits(string culture)
    {
        await using ShellFixture fixture = await OpenAsync(culture, 5);
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 12, 30, 0, DateTimeKind.Local).ToUniversalTime(), State = "Working" }]);
        Assert.Contains("at 2026-06-01T12:30:00 on", fixture.Run("Get-RestoreSession").One<RestoreSession>().Description, StringComparison.Ordinal);
        fixture.Server.Faults.Add(Fault.Status(503), "restoreSessions");
        Assert.Contains(fixture.Run("Get-RestoreSession -Verbose").Verbose, line => line.Contains("attempt 2 of 6 in ", StringComparison.Ordinal));
        ShellResult wait = fixture.Run("Get-RestoreSession | Wait-RestoreSession -TimeoutSec 3 -PollingIntervalSec 1");
        Assert.Contains(wait.Progress, p => p.StatusDescription.StartsWith("0 of 1 have stopped, 0:00:0", StringComparison.Ordinal));
    }

    private static DateTime Local(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Local);

    private static Task<ShellFixture> OpenAsync(string culture, int version) => ShellFixture.ConnectAsync($"-ApiVersion v{version}", culture: CultureInfo.GetCultureInfo(culture));
}
