using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Lists that mislead about what they have.</summary>
public sealed class ListFormTests
{
    [Fact]
    public async Task a_page_leaves_out_what_is_hidden_and_counts_it()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 10, IsHidden = place => place is > 1 and < 6 });
        using PlainClient client = new(server);
        JsonElement page = (await client.GetAsync("v7/RestoreSessions?offset=1&limit=3")).Body;
        Assert.Equal([server.Sessions[1].Id], Ids(page));
        Assert.Equal((10, true), (page.GetProperty("totalCount").GetInt32(), page.GetProperty("_links").TryGetProperty("next", out _)));

        server.Options.NullResultsWhenEmpty = true;
        Assert.Equal(JsonValueKind.Null, (await client.GetAsync("v7/RestoreSessions?offset=2&limit=4")).Body.GetProperty("results").ValueKind);
    }

    [Fact]
    public async Task a_page_names_the_limit_asked_for_no_next_page_and_any_total()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions
        {
            SessionCount = 10, MaximumLimit = 3, EchoesAskedLimit = true, LinksNext = false, TotalCount = all => $"\"{all + 1}\"",
        });
        using PlainClient client = new(server);
        JsonElement page = (await client.GetAsync("v7/RestoreSessions?limit=100")).Body;
        Assert.Equal((3, 100, "11", false), (Ids(page).Count(), page.GetProperty("limit").GetInt32(), page.GetProperty("totalCount").GetString(), page.GetProperty("_links").TryGetProperty("next", out _)));
    }

    [Fact]
    public async Task an_array_is_cut_where_it_is_told_to_be()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 10, Shape = BodyShape.Array, EventShape = BodyShape.Array });
        using PlainClient client = new(server);
        Assert.Equal(10, (await client.GetAsync("v5/RestoreSessions?offset=4&limit=3")).Body.GetArrayLength());
        server.Options.CutsArrays = true;
        Assert.Equal(Enumerable.Range(4, 3).Select(i => server.Sessions[i].Id), (await client.GetAsync("v5/RestoreSessions?offset=4&limit=3")).Body.EnumerateArray().Select(Id));
        Assert.Equal(JsonValueKind.Array, (await client.GetAsync($"v5/RestoreSessions/{server.Sessions[0].Id}/Events")).Body.ValueKind);
    }

    [Fact]
    public async Task v8_lists_in_any_order_where_it_is_told_to()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 10 });
        using PlainClient client = new(server);
        Guid[] all = [.. Enumerable.Range(0, 10).Select(i => server.Sessions[i].Id)];
        Assert.Equal(all.Reverse(), Ids((await client.GetAsync("v8/RestoreSessions?orderBy=CreationTime&orderAsc=false")).Body));
        server.Options.IgnoresOrder = true;
        Assert.Equal(all, Ids((await client.GetAsync("v8/RestoreSessions?orderBy=CreationTime&orderAsc=false")).Body));
        server.Sessions.Use([server.Sessions[3], server.Sessions[0], server.Sessions[7]]);
        Assert.Equal([all[3], all[0], all[7]], Ids((await client.GetAsync("v8/RestoreSessions?orderBy=CreationTime&orderAsc=false")).Body));
    }

    private static IEnumerable<Guid> Ids(JsonElement page) => page.GetProperty("results").EnumerateArray().Select(Id);

    private static Guid Id(JsonElement session) => session.GetProperty("id").GetGuid();
}
