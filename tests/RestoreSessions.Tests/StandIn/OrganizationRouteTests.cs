using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Organizations, in the form that each version documents.</summary>
public sealed class OrganizationRouteTests
{
    [Theory]
    [InlineData(5, "")]
    [InlineData(6, "?extendedView=false")]
    [InlineData(7, "")]
    public async Task to_v7_they_are_a_bare_array(int version, string query)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { MaximumLimit = 2 });
        using PlainClient client = new(server);
        (int status, JsonElement body) = await client.GetAsync($"v{version}/Organizations{query}");
        Assert.Equal(200, status);
        Assert.Equal(server.Organizations.All, body.EnumerateArray().Select(Read));
    }

    [Fact]
    public async Task in_v8_they_are_a_page()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        JsonElement body = (await client.GetAsync("v8/Organizations?extendedView=false&offset=1&limit=2")).Body;
        Assert.Equal((1, 2), (body.GetProperty("offset").GetInt32(), body.GetProperty("limit").GetInt32()));
        Assert.Equal(server.Organizations.All.Skip(1).Take(2), body.GetProperty("results").EnumerateArray().Select(Read));
    }

    [Fact]
    public async Task v6_insists_on_the_extended_view_being_named()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ChecksContract = false });
        using PlainClient client = new(server);
        (int status, JsonElement body) = await client.GetAsync("v6/Organizations");
        Assert.Equal((400, "The value of extendedView is required."), (status, body.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, "ProxyOffline")]
    [InlineData(8, "ProxyOffline")]
    public async Task the_extended_view_asks_the_proxies(int version, string? code)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { IsProxyOffline = true });
        using PlainClient client = new(server);
        (int status, JsonElement body) = await client.GetAsync($"v{version}/Organizations?extendedView=true");
        Assert.Equal((500, "The backup proxy is offline."), (status, body.GetProperty("message").GetString()));
        Assert.Equal(code, body.TryGetProperty("errorCode", out JsonElement given) ? given.GetString() : null);
        Assert.Equal(200, (await client.GetAsync($"v{version}/Organizations?extendedView=false")).Status);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, null)]
    [InlineData(7, null)]
    [InlineData(8, "ResourceNotFound")]
    public async Task one_is_found_by_its_identifier_or_not(int version, string? code)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        OrganizationRecord third = server.Organizations.All[2];
        Assert.Equal(third, Read((await client.GetAsync($"v{version}/Organizations/{third.Id}")).Body));
        (int status, JsonElement body) = await client.GetAsync($"v{version}/Organizations/{third.JobId}");
        Assert.Equal(404, status);
        Assert.Equal(code, body.TryGetProperty("errorCode", out JsonElement given) ? given.GetString() : null);
    }

    [Fact]
    public async Task one_may_lack_its_identifier_and_its_backups()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        OrganizationRecord nameless = new() { Name = "new.onmicrosoft.com", Type = "Hybrid" };
        server.Organizations.Use([nameless]);
        JsonElement written = (await client.GetAsync("v7/Organizations")).Body[0];
        Assert.Equal(nameless, Read(written));
        Assert.Equal((JsonValueKind.Null, false), (written.GetProperty("id").ValueKind, written.GetProperty("isBackedup").GetBoolean()));
    }

    private static OrganizationRecord Read(JsonElement json) => new()
    {
        Id = json.GetProperty("id").ValueKind == JsonValueKind.Null ? null : json.GetProperty("id").GetGuid(),
        Name = json.GetProperty("name").GetString()!,
        Type = json.GetProperty("type").GetString()!,
        FirstBackupTime = json.GetProperty("firstBackuptime").ValueKind == JsonValueKind.Null ? null : json.GetProperty("firstBackuptime").GetDateTime(),
        LastBackupTime = json.GetProperty("lastBackuptime").ValueKind == JsonValueKind.Null ? null : json.GetProperty("lastBackuptime").GetDateTime(),
    };
}
