using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Who may log on to the stand-in, how, and what each of them sees.</summary>
public sealed class AccountTests
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    [Theory]
    [InlineData(5, JwtBearer, 200)]
    [InlineData(6, JwtBearer, 200)]
    [InlineData(7, JwtBearer, 200)]
    [InlineData(8, JwtBearer, 200)]
    [InlineData(5, "operator", 400)]
    [InlineData(6, "operator", 200)]
    [InlineData(7, "operator", 200)]
    [InlineData(8, "operator", 200)]
    public async Task an_assertion_is_accepted_by_the_grant_it_is_for(int version, string grant, int expected)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server, account: null);
        Account account = grant == "operator" ? server.Options.Operator : server.Options.Tenant;
        Dictionary<string, string> form = Form(version, ("grant_type", grant), ("client_id", account.ClientId!), ("assertion", account.Assertion!));
        (int status, JsonElement body) = await client.PostAsync($"v{version}/token", form);
        Assert.Equal(expected, status);
        if (expected == 200)
        {
            Assert.Equal(version < 8 ? account.UserName : null, body.TryGetProperty("userName", out JsonElement name) ? name.GetString() : null);
        }

        form["assertion"] += "x";
        Assert.Equal(version < 7 ? 400 : 401, (await client.PostAsync($"v{version}/token", form)).Status);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task a_tenant_logs_on_by_password_and_stays_a_tenant_when_the_pair_is_refreshed(int version)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server, account: null);
        Account tenant = server.Options.Tenant;
        JsonElement pair = (await client.PostAsync($"v{version}/token", Form(version, ("grant_type", "password"), ("username", tenant.UserName), ("password", tenant.Password!)))).Body;
        pair = (await client.PostAsync($"v{version}/token", Form(version, ("grant_type", "refresh_token"), ("refresh_token", pair.GetProperty("refresh_token").GetString()!)))).Body;
        client.Headers.Authorization = new("Bearer", pair.GetProperty("access_token").GetString());
        JsonElement own = (await client.GetAsync($"v{version}/Organization")).Body;
        OrganizationRecord expected = server.Organizations.Find(tenant.Organization)!;
        Assert.Equal((expected.Id, expected.Name, "Office365", true), (own.GetProperty("id").GetGuid(), own.GetProperty("name").GetString(), own.GetProperty("type").GetString(), own.GetProperty("isBackedup").GetBoolean()));
        Assert.Equal((expected.FirstBackupTime, expected.LastBackupTime), (own.GetProperty("firstBackuptime").GetDateTime(), own.GetProperty("lastBackuptime").GetDateTime()));
    }

    [Theory]
    [InlineData(AccountKind.Administrator, "GET Organization")]
    [InlineData(AccountKind.Administrator, "POST Organization/Explore")]
    [InlineData(AccountKind.Administrator, "POST Organization/OperatorExplore")]
    [InlineData(AccountKind.Tenant, "GET Organizations?extendedView=false")]
    [InlineData(AccountKind.Tenant, "POST Organizations/00000001-0000-0000-0000-000000000001/explore")]
    [InlineData(AccountKind.Tenant, "POST Organization/OperatorExplore")]
    [InlineData(AccountKind.Operator, "GET Organization")]
    [InlineData(AccountKind.Operator, "GET Organizations?extendedView=false")]
    [InlineData(AccountKind.Operator, "POST Organization/Explore")]
    public async Task each_is_refused_what_is_not_its_own(AccountKind kind, string request)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server, kind);
        string[] parts = request.Split(' ');
        foreach (int version in new[] { 6, 7, 8 })
        {
            (int status, JsonElement body) = parts[0] == "GET" ? await client.GetAsync($"v{version}/{parts[1]}") : await client.PostAsync($"v{version}/{parts[1]}", "{}");
            Assert.Equal((403, "Access to the resource is denied."), (status, body.GetProperty("message").GetString()));
            Assert.Equal(version == 8 ? "ResourceAccessDenied" : null, version == 6 ? null : body.GetProperty("errorCode").GetString());
        }

        Assert.Empty(server.Started);
    }

    [Theory]
    [InlineData(AccountKind.Tenant)]
    [InlineData(AccountKind.Operator)]
    public async Task each_sees_its_own_sessions_and_no_others(AccountKind kind)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        string me = server.Options.Operator.UserName;
        server.Sessions.Add(new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), InitiatedBy = me });
        using PlainClient client = new(server, kind);
        SessionRecord[] all = [.. Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i])];
        ILookup<bool, SessionRecord> seen = all.ToLookup(s => kind == AccountKind.Tenant ? s.Organization == "contoso.onmicrosoft.com" : s.InitiatedBy == me);
        Assert.Equal(
            seen[true].Select(s => s.Id).Order(),
            (await client.GetAsync("v8/RestoreSessions?limit=1000")).Body.GetProperty("results").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()).Order());
        Assert.Equal(200, (await client.GetAsync($"v8/RestoreSessions/{seen[true].First().Id}")).Status);
        Assert.Equal(404, (await client.GetAsync($"v8/RestoreSessions/{seen[false].First().Id}")).Status);
        Assert.Equal(404, (await client.PostAsync($"v8/RestoreSessions/{seen[false].First().Id}/Stop")).Status);
    }

    [Fact]
    public async Task a_server_for_operators_alone_serves_their_logon_and_nothing_else()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ServesOperatorLogonOnly = true });
        using PlainClient client = new(server, AccountKind.Operator);
        Account operators = server.Options.Operator;
        (int status, JsonElement pair) = await client.PostAsync("v8/token", Form(8, ("grant_type", "operator"), ("client_id", operators.ClientId!), ("assertion", operators.Assertion!)));
        Assert.Equal(200, status);
        Assert.Equal(200, (await client.PostAsync("v8/token", Form(8, ("grant_type", "refresh_token"), ("refresh_token", pair.GetProperty("refresh_token").GetString()!)))).Status);
        Assert.Equal(403, (await client.PostAsync("v8/token", Form(8, ("grant_type", "password"), ("username", server.Options.UserName), ("password", server.Options.Password)))).Status);
        Assert.Equal(403, (await client.GetAsync("v8/RestoreSessions")).Status);
        using HttpResponseMessage start = await client.SendAsync(HttpMethod.Post, "v8/Organization/OperatorExplore", new StringContent("{}", null, "application/json"));
        Assert.Equal(403, (int)start.StatusCode);
    }

    internal static Dictionary<string, string> Form(int version, params (string Name, string Value)[] fields)
    {
        Dictionary<string, string> form = fields.ToDictionary(f => f.Name, f => f.Value);
        if (version >= 7)
        {
            form["disable_antiforgery_token"] = "true";
        }

        return form;
    }
}
