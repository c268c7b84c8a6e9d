using System.Globalization;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every cmdlet on every version: the objects, and the paths that the server saw.</summary>
public sealed class VersionMatrixTests
{
    internal static readonly SessionRecord Working = new()
    {
        Id = new Guid("0800471b-d0e2-422b-9d7c-35d15661c3fb"),
        CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc),
        Organization = "adatum.onmicrosoft.com",
        State = "Working",
    };

    public static TheoryData<string, int> Cells
    {
        get
        {
            TheoryData<string, int> cells = [];
            foreach (string cmdlet in Checks.Keys)
            {
                foreach (int version in new[] { 5, 6, 7, 8 })
                {
                    cells.Add(cmdlet, version);
                }
            }

            return cells;
        }
    }

    private static Dictionary<string, Action<ShellFixture, int>> Checks { get; } = new(WaysIn.Checks)
    {
        ["Get-RestoreSession"] = (fixture, version) =>
        {
            Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
            Assert.All(fixture.Server.Requests.Listings, r => Assert.Equal(version == 5 ? "/v5/restoreSessions" : $"/v{version}/RestoreSessions", r.Path));
        },
        ["Get-RestoreSession -Id"] = (fixture, version) =>
        {
            RestoreSession session = fixture.Run("Get-RestoreSession -Id $working").One<RestoreSession>();
            Assert.Equal("Working", session.State);
            Assert.Equal(version >= 6 ? "BXYDEV01 (via: 10.0.0.1)" : null, session.ClientHost);
            Assert.Equal(version >= 8, session.ETag is not null);
            Saw(fixture, $"GET /v{version}/RestoreSessions/{session.Id}");
        },
        ["Get-RestoreSessionEvent"] = (fixture, version) =>
        {
            IReadOnlyList<RestoreSessionEvent> events = fixture.Run("Get-RestoreSessionEvent -Id $working").As<RestoreSessionEvent>();
            Assert.Equal([0L, 1L, 2L], events.Select(e => e.Order));
            Assert.Equal([1.0, 2.0, 3.0], events.Select(e => (e.StartTimeUtc - Working.CreationTime).TotalSeconds));
            Assert.Equal([2.0, 2.0, null], events.Select(e => e.Duration?.TotalSeconds));
            Assert.All(events, e => Assert.Equal(Working.Id, e.SessionId));
            Assert.Equal(version >= 8 ? "user-1" : null, events[1].UserId);
            Saw(fixture, $"GET /v{version}/RestoreSessions/{Working.Id}", $"GET /v{version}/RestoreSessions/{Working.Id}/Events");
        },
        ["Get-RestoreOrganization"] = (fixture, version) =>
        {
            // Only the extended view asks the proxies, and they are away.
            fixture.Server.Options.IsProxyOffline = true;
            Assert.Equal(
                fixture.Server.Organizations.All.Select(o => (o.Id!.Value, o.Name, o.Type)),
                fixture.Run("Get-RestoreOrganization").As<RestoreOrganization>().Select(o => (o.Id, o.Name!, o.Type!)));
            Assert.Equal("contoso.onmicrosoft.com", fixture.Run("Get-RestoreOrganization -Name CONTOSO*").One<RestoreOrganization>().Name);
            Saw(fixture, $"GET /v{version}/Organizations", $"GET /v{version}/Organizations");
        },
        ["Get-RestoreOrganization -Id"] = (fixture, version) =>
        {
            RestoreOrganization organization = fixture.Run("Get-RestoreOrganization -Id $working").One<RestoreOrganization>();
            Assert.Equal(("adatum.onmicrosoft.com", "Office365", fixture.Server.Server), (organization.Name, organization.Type, organization.Server));
            Saw(fixture, $"GET /v{version}/RestoreSessions/{Working.Id}/organization");
        },
        ["Get-RestoreSessionStatistics"] = (fixture, version) =>
        {
            ShellResult result = fixture.Run("Get-RestoreSessionStatistics -Id $working");
            if (version < 8)
            {
                Assert.Equal("ApiVersionNotServed,RestoreSessions.Commands.GetRestoreSessionStatisticsCommand", result.ErrorId);
                Assert.Empty(fixture.Server.Requests);
                return;
            }

            RestoreSessionStatistics statistics = result.One<RestoreSessionStatistics>();
            Assert.Equal((3L, 2L, 1L, 0L, Working.Id), (statistics.TotalItemsCount, statistics.RestoredItemsCount, statistics.FailedItemsCount, statistics.SkippedItemsCount, statistics.SessionId));
            Assert.Equal(["slow"], statistics.Warnings);
            RestoreItemStatistics mailbox = Assert.Single(statistics.Items);
            Assert.Equal(("BulkMailbox", "j.doe@contoso.com", 5L), (mailbox.DetailsType, mailbox.MailboxEmail, mailbox.CreatedMailboxItemsCount));
            Assert.Equal("Inbox", Assert.Single(mailbox.ChildItems).Path);
        },
        ["Stop-RestoreSession"] = (fixture, version) =>
        {
            RestoreSession stopped = fixture.Run("Stop-RestoreSession -Id $working -Confirm:$false -PassThru").One<RestoreSession>();
            Assert.Equal("Stopped", stopped.State);
            Assert.NotNull(stopped.EndTime);
            string look = $"GET /v{version}/RestoreSessions/{Working.Id}";
            Saw(fixture, look, version == 5 ? $"POST /v5/RestoreSessions/{Working.Id}/Action" : $"POST /v{version}/RestoreSessions/{Working.Id}/Stop", look);
            Assert.Equal(version == 5 ? """{"stop":null}""" : "", fixture.Server.Requests.ElementAt(1).Body);
            Assert.Equal(version == 8 ? 204 : 200, fixture.Server.Requests.ElementAt(1).StatusCode);
        },
        ["Stop-RestoreSession twice"] = (fixture, _) =>
        {
            // The object still says Working, and the server has moved on.
            Assert.Null(fixture.Run("$s = Get-RestoreSession -Id $working; $s, $s | Stop-RestoreSession -Confirm:$false").ErrorId);
            Assert.Equal("Stopped", fixture.Server.Sessions.Find(Working.Id)!.State);
        },
        ["Start-RestoreSession"] = (fixture, version) =>
        {
            RestoreSession session = fixture.Run("Start-RestoreSession contoso.onmicrosoft.com 2026-06-01T10:00:00Z -Type Teams -ShowDeleted").One<RestoreSession>();
            Assert.Equal(("Vet", "Working", "contoso.onmicrosoft.com"), (session.Type, session.State, session.Organization));
            StartRecord expected = new()
            {
                SessionId = session.Id,
                StartedBy = AccountKind.Administrator,
                Organization = "contoso.onmicrosoft.com",
                PointInTime = Working.CreationTime,
                Type = "Vet",
                ShowDeleted = true,
                ShowAllVersions = false,
            };
            Assert.Equal(expected, Assert.Single(fixture.Server.Started));
            RequestRecord request = fixture.Server.Requests.Last();
            Assert.EndsWith(version == 5 ? "/action" : "/explore", request.Path, StringComparison.Ordinal);
            Assert.Equal(version is 6 or 7 ? 200 : 201, request.StatusCode);
            Assert.Equal(version == 5, request.Body.StartsWith("""{"explore":{""", StringComparison.Ordinal));
        },
        ["Wait-RestoreSession"] = (fixture, version) =>
        {
            fixture.Server.Faults.Add(Fault.Status(503), "RestoreSessions/", when: _ => StopWorking(fixture));
            RestoreSession session = fixture.Run("Wait-RestoreSession -Id $working -PollingIntervalSec 1").One<RestoreSession>();
            Assert.Equal((Working.Id, "Stopped"), (session.Id, session.State));
            Assert.All(fixture.Server.Requests, r => Assert.Equal($"/v{version}/RestoreSessions/{Working.Id}", r.Path));
        },
        ["Connect and disconnect"] = (fixture, version) =>
        {
            Assert.Equal($"v{version}", fixture.Run("Get-RestoreConnection").One<RestoreConnection>().ApiVersion.ToString());
            Assert.Null(fixture.Run("Disconnect-RestoreServer").ErrorId);
            Saw(fixture, version < 7 ? [] : [$"POST /v{version}/token/logout"]);
        },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task each_cmdlet_works_on_each_version(string cmdlet, int version)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 40, MaximumLimit = 15 }, isConnected: false);
        fixture.Server.Sessions.Add(Working);
        Assert.Null(fixture.Run(string.Create(
            CultureInfo.InvariantCulture,
            $"$working = '{Working.Id}'; Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}")).ErrorId);
        fixture.Server.Requests.Clear();
        Checks[cmdlet](fixture, version);
    }

    private static bool StopWorking(ShellFixture fixture)
    {
        fixture.Server.Sessions.Stop(Working.Id, DateTime.UtcNow);
        return true;
    }

    internal static void Saw(ShellFixture fixture, params string[] expected) =>
        Assert.Equal(expected, fixture.Server.Requests.Select(r => $"{r.Method} {r.Path}"));
}
