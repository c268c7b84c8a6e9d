using System.Net;
using System.Text.Json;
using FakeServer;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>The same answers, compressed and framed as ordered.</summary>
public sealed class BodyEncodingTests
{
    public static MatrixTheoryData<Compression, Framing> Forms => new(Enum.GetValues<Compression>(), Enum.GetValues<Framing>());

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task each_form_carries_the_same_answers(Compression compression, Framing framing)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 500, Compression = compression, Framing = framing });
        using PlainClient client = new(server, decompression: DecompressionMethods.GZip | DecompressionMethods.Deflate);
        using PlainClient raw = new(server);
        raw.Headers.Add("Accept-Encoding", "gzip, deflate");
        foreach (string path in new[] { "v8/RestoreSessions?limit=500", $"v8/RestoreSessions/{server.Sessions[3].Id}" })
        {
            using HttpResponseMessage answer = await raw.SendAsync(HttpMethod.Get, path);
            Assert.Equal(compression == Compression.None ? [] : [compression == Compression.Gzip ? "gzip" : "deflate"], answer.Content.Headers.ContentEncoding);
            bool isChunked = framing == Framing.Chunked || (framing == Framing.AsIs && (compression != Compression.None || path.Contains('?', StringComparison.Ordinal)));
            Assert.Equal(isChunked, answer.Headers.TransferEncodingChunked == true);
        }

        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => server.Sessions[i].Id).Reverse(),
            (await client.GetAsync("v8/RestoreSessions?limit=500")).Body.GetProperty("results").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));
        (int status, JsonElement error) = await client.GetAsync($"v8/RestoreSessions/{Guid.Empty}");
        Assert.Equal((404, $"Restore session {Guid.Empty} was not found."), (status, error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task nothing_is_compressed_for_a_client_that_does_not_ask_for_it()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Compression = Compression.Gzip });
        using PlainClient client = new(server);
        Assert.Equal(30, (await client.GetAsync("v8/RestoreSessions")).Body.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task the_module_reads_each_form(Compression compression, Framing framing)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 3000, MaximumLimit = 900 });
        long plain = await BytesOfAsync(fixture, Compression.None, Framing.AsIs);
        long sent = await BytesOfAsync(fixture, compression, framing);

        // The module asks for gzip alone.
        Assert.Equal(compression == Compression.Gzip, sent < plain / 2);
    }

    // Only the listing's answers are ordered in that form, one by one.
    private static async Task<long> BytesOfAsync(ShellFixture fixture, Compression compression, Framing framing)
    {
        await fixture.Server.Requests.WaitUntilIdleAsync();
        long before = fixture.Server.BodyBytesSent;
        fixture.Server.Faults.Clear();
        fixture.Server.Faults.Add(Fault.Encoded(compression, framing), "/RestoreSessions", times: int.MaxValue);
        Assert.Equal(fixture.Server.Sessions.AllIds().Order(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id).Order());
        await fixture.Server.Requests.WaitUntilIdleAsync();
        return fixture.Server.BodyBytesSent - before;
    }
}
