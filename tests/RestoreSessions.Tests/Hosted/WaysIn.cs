using System;
using System.Collections.Generic;
using System.Linq;
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

    public static IReadOnlyDictionary<string, Action<Site, int>> Checks { get; } = new Dictionary<string, Action<Site, int>>
    {
        ["Connect-RestoreServer -Assertion"] = (site, version) =>
        {
            RestoreConnection connection = site.Run($"{Connect} @byTenant -ApiVersion v{version} -PassThru").One<RestoreConnection>();
            Assert.Equal((site.Server.Options.Tenant.ClientId, $"v{version}"), (connection.UserName, connection.ApiVersion.ToString()));
            AssertForm(site, version, "urn:ietf:params:oauth:grant-type:jwt-bearer", site.Server.Options.Tenant);
        },
        ["Connect-RestoreServer -RestoreOperator"] = (site, version) =>
        {
            ShellResult result = site.Run($"{Connect} @byOperator -ApiVersion v{version} -PassThru");
            if (IsMissing(site, result, version, 6, "Connect"))
            {
                return;
            }

            Assert.Equal(site.Server.Options.Operator.ClientId, result.One<RestoreConnection>().UserName);
            AssertForm(site, version, "operator", site.Server.Options.Operator);
        },
        ["Get-RestoreOrganization (tenant)"] = (site, version) =>
        {
            As(site, version, "$tenant");
            RestoreOrganization own = site.Run("Get-RestoreOrganization").One<RestoreOrganization>();
            OrganizationRecord expected = site.Server.Organizations.Find(Contoso)!;
            Assert.Equal((expected.Id, Contoso, "Office365", site.Server.Server), (own.Id, own.Name, own.Type, own.Server));
            Assert.Equal((expected.FirstBackupTime, expected.LastBackupTime), (own.FirstBackupTimeUtc, own.LastBackupTimeUtc));
            Assert.Equal((expected.FirstBackupTime?.ToLocalTime(), expected.LastBackupTime?.ToLocalTime()), (own.FirstBackupTime, own.LastBackupTime));
            VersionMatrixTests.Saw(site, $"GET /v{version}/Organizations", $"GET /v{version}/Organization");
        },
        ["Start-RestoreSession (tenant)"] = (site, version) =>
        {
            As(site, version, "$tenant");
            string path = $"POST /v{version}/Organization/{(version == 5 ? "action" : "Explore")}";
            Started(site, version, site.Run($"Start-RestoreSession {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
            Started(site, version, site.Run($"Get-RestoreOrganization | Start-RestoreSession {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
            Started(site, version, site.Run($"Start-RestoreSession {Contoso} {Options}"), path, Expected with { StartedBy = AccountKind.Tenant });
        },
        ["Start-RestoreSession (operator)"] = (site, version) =>
        {
            if (version == 5)
            {
                ShellResult refused = site.Run($"Start-RestoreSession {Options} -Reason ticket");
                Assert.True(IsMissing(site, refused, 5, 6, "Start"));
                return;
            }

            As(site, version, "@byOperator");
            string path = $"POST /v{version}/Organization/OperatorExplore";
            StartRecord start = Expected with { StartedBy = AccountKind.Operator };
            Started(site, version, site.Run($"Start-RestoreSession {Options}"), path, start);
            StartRecord scoped = Started(site, version, site.Run($"Start-RestoreSession {Options} -Reason 'ticket 42' -Scope {Person}"), path, start with { Reason = "ticket 42" });
            Same("""{"type":"User","id":"u1","user":{"id":"u1","displayName":"J. Doe","name":"j.doe@contoso.com","type":"User"}}""", scoped.Scope!);
            scoped = Started(site, version, site.Run($"Start-RestoreSession {Options} -Scope @{{ type = 'Site'; id = '7' }}"), path, start);
            Same("""{"type":"Site","id":"7"}""", scoped.Scope!);
        },
        ["Start-RestoreSession -Scope (team)"] = (site, version) => Since(site, version, 7, $"Start-RestoreSession {Options} -Scope @{{ type = 'team'; id = '7' }}", "@byOperator", path: "Organization/OperatorExplore",
            Expected with { StartedBy = AccountKind.Operator }),
        ["Start-RestoreSession -FromRepository (operator)"] = (site, version) => Since(site, version, 8, $"Start-RestoreSession {Options} -FromRepository {Id(site).RepositoryId}", "@byOperator", "Organization/OperatorExplore",
            Expected with { StartedBy = AccountKind.Operator, RepositoryId = Id(site).RepositoryId }),
        ["Start-RestoreSession -FromRepository"] = (site, version) => Since(site, version, 8, $"Start-RestoreSession {Contoso} {Options} -FromRepository {Id(site).RepositoryId}", null, $"Organizations/{Id(site).Id}/explore",
            Expected with { RepositoryId = Id(site).RepositoryId }),
        ["Start-RestoreSession -Repository"] = (site, version) => Since(site, version, 7, $"Start-RestoreSession {Contoso} {Options} -Repository {Id(site).RepositoryId}", null, $"BackupRepositories/{Id(site).RepositoryId}/explore",
            Expected with { RepositoryId = Id(site).RepositoryId }),
        ["Start-RestoreSession -Job"] = (site, version) => Since(site, version, 6, $"Start-RestoreSession -Job {Id(site).JobId} {Options}", null, $"Jobs/{Id(site).JobId}/explore",
            Expected with { JobId = Id(site).JobId }),
        ["Start-RestoreSession -DataRetrieval"] = (site, version) => Since(site, version, 6, $"Start-RestoreSession -DataRetrieval {Id(site).DataRetrievalId}", null, $"DataRetrievals/{Id(site).DataRetrievalId}/explore",
            new StartRecord { Organization = Contoso, DataRetrievalId = Id(site).DataRetrievalId }),
        ["Get-RestoreSessionEvent -EventId"] = (site, version) =>
        {
            RestoreSessionEvent[] all = [.. site.Run("Get-RestoreSessionEvent -Id $working").As<RestoreSessionEvent>()];
            site.Server.Requests.Clear();
            RestoreSessionEvent one = site.Run($"Get-RestoreSessionEvent -Id $working -EventId {all[1].Id}").One<RestoreSessionEvent>();
            Assert.Equivalent(all[1], one, strict: true);
            string session = $"GET /v{version}/RestoreSessions/{VersionMatrixTests.Working.Id}";
            VersionMatrixTests.Saw(site, session, $"{session}/Events/{all[1].Id}");
            Assert.Empty(site.Run($"Get-RestoreSessionEvent -Id $working -EventId {all[1].Id} -Status Nothing").Output);
        },
        ["Get-RestoreSession -Last"] = (site, version) =>
        {
            Guid[] newest = [.. Enumerable.Range(0, site.Server.Sessions.Count).Select(i => site.Server.Sessions[i]).OrderByDescending(s => s.CreationTime).Take(3).Select(s => s.Id)];
            Assert.Equal(newest, site.Run("Get-RestoreSession -Last 3").As<RestoreSession>().Select(s => s.Id));
            Assert.All(site.Server.Requests, r => Assert.Equal(
                version >= 8 ? ("CreationTime", "false") : (null, null), (r.Query.GetValueOrDefault("orderBy"), r.Query.GetValueOrDefault("orderAsc"))));
            site.Server.Requests.Clear();
            Assert.NotEmpty(site.Run("Get-RestoreSession").Output);
            Assert.All(site.Server.Requests, r => Assert.False(r.Query.ContainsKey("orderBy")));
        },
    };

    private static OrganizationRecord Id(Site site) => site.Server.Organizations.Find(Contoso)!;

    private static void As(Site site, int version, string who)
    {
        Assert.Null(site.Run($"{Connect} {who} -ApiVersion v{version}").ErrorId);
        site.Server.Requests.Clear();
    }

    // Where the version has no such request, nothing is sent but what looks up the organization.
    private static void Since(Site site, int version, int first, string command, string? who, string path, StartRecord expected)
    {
        if (who is not null && version > 5)
        {
            As(site, version, who);
        }

        ShellResult result = site.Run(command);
        if (!IsMissing(site, result, version, first, "Start"))
        {
            Started(site, version, result, $"POST /v{version}/{path}", expected);
        }
    }

    private static bool IsMissing(Site site, ShellResult result, int version, int first, string verb)
    {
        if (version >= first)
        {
            return false;
        }

        Assert.Equal($"ApiVersionNotServed,RestoreSessions.Commands.{verb}Restore{(verb == "Connect" ? "Server" : "Session")}Command", result.ErrorId);
        Assert.Contains($" v{first} or later, and this connection uses v{version}", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Server.Requests, r => r.Method == "POST");
        return true;
    }

    private static StartRecord Started(Site site, int version, ShellResult result, string request, StartRecord expected)
    {
        RestoreSession session = result.One<RestoreSession>();
        Assert.Equal(("Working", Contoso, site.Server.Server), (session.State, session.Organization, session.Server));
        StartRecord started = site.Server.Started[^1];
        Assert.Equal(expected with { SessionId = session.Id, Scope = started.Scope }, started);
        RequestRecord sent = site.Server.Requests.Last();
        Assert.Equal(request, $"{sent.Method} {sent.Path}");
        Assert.Equal(version == 5, sent.Body.StartsWith("""{"explore":{""", StringComparison.Ordinal));
        Assert.Equal(expected.DataRetrievalId is not null, sent.Body.Length == 0);
        return started;
    }

    private static void AssertForm(Site site, int version, string grant, Account account)
    {
        RequestRecord sent = Assert.Single(site.Server.Requests);
        string suffix = version < 7 ? "" : "&disable_antiforgery_token=true";
        Assert.Equal($"POST /v{version}/token", $"{sent.Method} {sent.Path}");
        Assert.Equal($"grant_type={Uri.EscapeDataString(grant)}&client_id={account.ClientId}&assertion={Uri.EscapeDataString(account.Assertion!)}{suffix}", sent.Body);
    }

    private static void Same(string expected, string actual) => Assert.True(
        JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), actual);
}
