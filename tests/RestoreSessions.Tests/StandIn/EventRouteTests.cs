using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>One event of a session.</summary>
public sealed class EventRouteTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task one_event_is_the_one_of_the_listing(int version)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0 });
        server.Sessions.Add(new SessionRecord { EventCount = 4 });
        using PlainClient client = new(server);
        string path = $"v{version}/RestoreSessions/{server.Sessions[0].Id}/Events";
        JsonElement[] all = [.. (await client.GetAsync(path)).Body.GetProperty("results").EnumerateArray()];
        Assert.Equal(4, all.Select(e => e.GetProperty("id").GetGuid()).Distinct().Count());
        foreach (JsonElement listed in all)
        {
            (int status, JsonElement one) = await client.GetAsync($"{path}/{listed.GetProperty("id").GetString()}");
            Assert.Equal((200, listed.GetRawText()), (status, one.GetRawText()));
        }

        Assert.Equal(404, (await client.GetAsync($"{path}/{Guid.Empty}")).Status);
    }
}
