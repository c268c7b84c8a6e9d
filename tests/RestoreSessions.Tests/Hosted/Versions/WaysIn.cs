using System.Text.Json;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What tenants and restore operators do, and every way to start a session, for <see cref="VersionMatrixTests"/>.</summary>
internal static class WaysIn
{
    private const string Contoso = "contoso.onmicrosoft.com";
    private const string Connect = "Connect-RestoreServer $server -CertificateThumbprint $thumbprint";
    private const string Options = "-Type OneDrive -PointInTime 2026-06-01T10:00:00Z -ShowAllVersions";
    private const string Person = "@{ Type = 'user'; user = [pscustomobject]@{ ID = 'u1'; displayName = 'J. Doe'; name = 'j.doe@contoso.com'; type = 'User' }; _links = @{ self = 1 } }";

    private static readonly StartRecord Expected = new()
    {
        Organization = Contoso,
        PointInTime = VersionMatrixTests.Working.CreationTime,
        Type = "Veod",
        ShowDeleted = false,
        ShowAllVersions = true,
    };

    public static IReadOnlyDictionary<string, Action<ShellFixture, int>> Checks { get; } = new Dictionary<string, Action<ShellFixture, int>>
    {
        ["Connect-RestoreServer -Assertion"] = (fixture, version) =>
        {
            RestoreConnection connection = fixture.Run($"{Connect} @byTenant -ApiVersion v{version} -PassThru").One<RestoreConnection>();
            Assert.Equal((fixture.Server.Options.Tenant.ClientId, $"v{version}"), (connection.UserName, connection.ApiVersion.ToString()));
            AssertForm(fixture, version, "urn:ietf:params:oauth:grant-type:jwt-bearer", fixture.Server.Options.Tenant);
        },
        ["Connect-RestoreServer -RestoreOperator"] = (fixture, version) =>
        {
            ShellResult result = fixture.Run($"{Connect} @byOperator -ApiVersion v{version} -PassThru");
            if (IsMissing(fixture, result, version, 6, "Connect"))
            {
                return;
            }

            Assert.Equal(fixture.Server.Options.Operator.ClientId, result.One<RestoreConnection>().UserName);
            AssertForm(fixture, version, "operator", fixture.Server.Options.Operator);
        },
        ["Get-RestoreOrganization (tenant)"] = (fixture, version) =>
        {
            As(fixture, version, "$tenant");
            RestoreOrganization own = fixture.Run("Get-RestoreOrganization").One<RestoreOrganization>();
            OrganizationRecord expected = fixture.Server.Organizations.Find(Contoso)!;
            Assert.Equal((expected.Id, Contoso, "Office365", fixture.Server.Server), (own.Id, own.Name, own.Type, own.Server));
            Assert.Equal((expected.FirstBackupTime, expected.LastBackupTime), (own.FirstBackupTimeUtc, own.LastBackupTimeUtc));
            Assert.Equal((expected.FirstBackupTime?.ToLocalTime(), expected.LastBackupTime?.ToLocalTime()), (own.FirstBackupTime, own.LastBackupTime));
            VersionMatrixTests.Saw(fixture, $"GET /v{version}/Organizations", $"GET /v{version}/Organization");
        },
        ["Start-RestoreSession (tenant)"] = (fixture, version) =>
        {
            As(fixture, version, "$tenant");
            string path = $"POST /v{version}/Organization/{(version == 5 ? "action" : "Explore")}";
            Started(fixture, version, fixture.Run($"Start-RestoreSession {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
            Started(fixture, version, fixture.Run($"Get-RestoreOrganization | Start-RestoreSession {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
            Started(fixture, version, fixture.Run($"Start-RestoreSession {Contoso} {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
        },
        ["Start-RestoreSession (operator)"] = (fixture, version) =>
        {
            if (version == 5)
            {
                ShellResult refused = fixture.Run($"Start-RestoreSession {Options} -Reason ticket");
                Assert.True(IsMissing(fixture, refused, 5, 6, "Start"));
                return;
            }

            As(fixture, version, "@byOperator");
            string path = $"POST /v{version}/Organization/OperatorExplore";
            StartRecord start = Expected with { StartedBy = AccountKind.Operator };
            Started(fixture, version, fixture.Run($"Start-RestoreSession {Options}"), path, start);
            StartRecord scoped = Started(fixture, version, fixture.Run($"Start-RestoreSession {Options} -Reason 'ticket 42' -Scope {Person}"), path, start with { Reason = "ticket 42" });
            Same("""{"type":"User","id":"u1","user":{"id":"u1","displayName":"J. Doe","name":"j.doe@contoso.com","type":"User"}}""", scoped.Scope!);
            scoped = Started(fixture, version, fixture.Run($"Start-RestoreSession {Options} -Scope @{{ type = 'Site'; id = '7' }}"), path, start);
            Same("""{"type":"Site","id":"7"}""", scoped.Scope!);
        },
        ["Start-RestoreSession -Scope (team)"] = (fixture, version) => Since(fixture, version, 7, $"Start-RestoreSession {Options} -Scope @{{ type = 'team'; id = '7' }}", "@byOperator", path: "Organization/OperatorExplore",
            Expected with { StartedBy = AccountKind.Operator }),
        ["Start-RestoreSession -FromRepository (operator)"] = (fixture, version) => Since(fixture, version, 8, $"Start-RestoreSession {Options} -FromRepository {Id(fixture).RepositoryId}", "@byOperator", "Organization/OperatorExplore",
            Expected with { StartedBy = AccountKind.Operator, RepositoryId = Id(fixture).RepositoryId }),
        ["Start-RestoreSession -FromRepository"] = (fixture, version) => Since(fixture, version, 8, $"Start-RestoreSession {Contoso} {Options} -FromRepository {Id(fixture).RepositoryId}", null, $"Organizations/{Id(fixture).Id}/explore",
            Expected with { RepositoryId = Id(fixture).RepositoryId }),
        ["Start-RestoreSession -Repository"] = (fixture, version) => Since(fixture, version, 7, $"Start-RestoreSession {Contoso} {Options} -Repository {Id(fixture).RepositoryId}", null, $"BackupRepositories/{Id(fixture).RepositoryId}/explore",
            Expected with { RepositoryId = Id(fixture).RepositoryId }),
        ["Start-RestoreSession -Job"] = (fixture, version) => Since(fixture, version, 6, $"Start-RestoreSession -Job {Id(fixture).JobId} {Options}", null, $"Jobs/{Id(fixture).JobId}/explore",
            Expected with { JobId = Id(fixture).JobId }),
        ["Start-RestoreSession -DataRetrieval"] = (fixture, version) => Since(fixture, version, 6, $"Start-RestoreSession -DataRetrieval {Id(fixture).DataRetrievalId}", null, $"DataRetrievals/{Id(fixture).DataRetrievalId}/explore",
            new StartRecord { Organization = Contoso, DataRetrievalId = Id(fixture).DataRetrievalId }),
        ["Get-RestoreSessionEvent -EventId"] = (fixture, version) =>
        {
            RestoreSessionEvent[] all = [.. fixture.Run("Get-RestoreSessionEvent -Id $working").As<RestoreSessionEvent>()];
            fixture.Server.Requests.Clear();
            RestoreSessionEvent one = fixture.Run($"Get-RestoreSessionEvent -Id $working -EventId {all[1].Id}").One<RestoreSessionEvent>();
            Assert.Equivalent(all[1], one, strict: true);
            string session = $"GET /v{version}/RestoreSessions/{VersionMatrixTests.Working.Id}";
            VersionMatrixTests.Saw(fixture, session, $"{session}/Events/{all[1].Id}");
            Assert.Empty(fixture.Run($"Get-RestoreSessionEvent -Id $working -EventId {all[1].Id} -Status Nothing").Output);
        },
        ["Get-RestoreSession -Last"] = (fixture, version) =>
        {
            Guid[] newest = [.. Enumerable.Range(0, fixture.Server.Sessions.Count).Select(i => fixture.Server.Sessions[i]).OrderByDescending(s => s.CreationTime).Take(3).Select(s => s.Id)];
            Assert.Equal(newest, fixture.Run("Get-RestoreSession -Last 3").As<RestoreSession>().Select(s => s.Id));
            Assert.All(fixture.Server.Requests, r => Assert.Equal(
                version >= 8 ? ("CreationTime", "false") : (null, null), (r.Query.GetValueOrDefault("orderBy"), r.Query.GetValueOrDefault("orderAsc"))));
            fixture.Server.Requests.Clear();
            Assert.NotEmpty(fixture.Run("Get-RestoreSession").Output);
            Assert.All(fixture.Server.Requests, r => Assert.False(r.Query.ContainsKey("orderBy")));
        },
    };

    private static OrganizationRecord Id(ShellFixture fixture) => fixture.Server.Organizations.Find(Contoso)!;

    private static void As(ShellFixture fixture, int version, string who)
    {
        Assert.Null(fixture.Run($"{Connect} {who} -ApiVersion v{version}").ErrorId);
        fixture.Server.Requests.Clear();
    }

    // Where the version has no such request, nothing is sent but what looks up the organization.
    private static void Since(ShellFixture fixture, int version, int first, string command, string? who, string path, StartRecord expected)
    {
        if (who is not null && version > 5)
        {
            As(fixture, version, who);
        }

        ShellResult result = fixture.Run(command);
        if (!IsMissing(fixture, result, version, first, "Start"))
        {
            Started(fixture, version, result, $"POST /v{version}/{path}", expected);
        }
    }

    private static bool IsMissing(ShellFixture fixture, ShellResult result, int version, int first, string verb)
    {
        if (version >= first)
        {
            return false;
        }

        Assert.Equal($"ApiVersionNotServed,RestoreSessions.Commands.{verb}Restore{(verb == "Connect" ? "Server" : "Session")}Command", result.ErrorId);
        Assert.Contains($" v{first} or later, and this connection uses v{version}", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Server.Requests, r => r.Method == "POST");
        return true;
    }

    private static StartRecord Started(ShellFixture fixture, int version, ShellResult result, string request, StartRecord expected)
    {
        RestoreSession session = result.One<RestoreSession>();
        Assert.Equal(("Working", Contoso, fixture.Server.Server), (session.State, session.Organization, session.Server));
        StartRecord started = fixture.Server.Started[^1];
        Assert.Equal(expected with { SessionId = session.Id, Scope = started.Scope }, started);
        RequestRecord sent = fixture.Server.Requests.Last();
        Assert.Equal(request, $"{sent.Method} {sent.Path}");
        Assert.Equal(version == 5, sent.Body.StartsWith("""{"explore":{""", StringComparison.Ordinal));
        Assert.Equal(expected.DataRetrievalId is not null, sent.Body.Length == 0);
        return started;
    }

    private static void AssertForm(ShellFixture fixture, int version, string grant, Account account)
    {
        RequestRecord sent = Assert.Single(fixture.Server.Requests);
        string suffix = version < 7 ? "" : "&disable_antiforgery_token=true";
        Assert.Equal($"POST /v{version}/token", $"{sent.Method} {sent.Path}");
        Assert.Equal($"grant_type={Uri.EscapeDataString(grant)}&client_id={account.ClientId}&assertion={Uri.EscapeDataString(account.Assertion!)}{suffix}", sent.Body);
    }

    private static void Same(string expected, string actual) => Assert.True(
        JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), actual);
}
