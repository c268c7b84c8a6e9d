using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using FakeServer;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>What the stand-in does when it is told to be hostile.</summary>
public sealed class HostileServerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static TheoryData<string> Texts => [.. HostileText.All];

    [Theory]
    [InlineData(200, "v8/RestoreSessions", """{"results":[""")]
    [InlineData(200, "v8/token", """{"access_token":"a",""")]
    [InlineData(500, "v8/RestoreSessions", """{"message":"a",""")]
    [InlineData(200, "v8/token/logout", "")]
    public async Task a_drip_goes_on_until_it_is_released(int status, string path, string beginning)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ChecksContract = false });
        server.Faults.Add(Fault.DripForEver(status, beginning, Pause), path);
        using PlainClient client = new(server);
        using HttpResponseMessage answer = await client.SendAsync(path.Contains("token", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path, until: HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(status, (int)answer.StatusCode);
        using Stream body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        byte[] start = new byte[beginning.Length + 10];
        await body.ReadExactlyAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal(beginning + new string(' ', 10), Encoding.UTF8.GetString(start));
        Assert.False(server.Requests.Single().IsFinished);
        server.Faults.Release();
        using StreamReader rest = new(body);
        Assert.Empty((await rest.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim(' '));
        await server.Requests.WaitUntilIdleAsync();
    }

    [Fact]
    public async Task a_drip_ends_when_the_client_leaves()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(Fault.DripForEver(200, "[", Pause));
        using (PlainClient client = new(server))
        {
            using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Get, "v8/RestoreSessions", until: HttpCompletionOption.ResponseHeadersRead);
        }

        await server.Requests.WaitUntilIdleAsync();
        Assert.True(server.Requests.Single().IsAborted);
    }

    [Theory]
    [InlineData("v8/RestoreSessions")]
    [InlineData("v8/RestoreSessions/{0}/Events")]
    [InlineData("v8/Organizations")]
    public async Task endless_pages_hold_the_known_items_in_another_order_each(string path)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 5, IsEndless = true });
        server.Sessions.Add(new SessionRecord { EventCount = 6 });
        using PlainClient client = new(server);
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, server.Sessions[5].Id);
        List<Guid[]> pages = [];
        for (int offset = 0; offset < 50; offset += 10)
        {
            JsonElement page = (await client.GetAsync($"{path}?offset={offset}&limit=10")).Body;
            Assert.True(page.GetProperty("_links").TryGetProperty("next", out _));
            Assert.Equal(page.GetProperty("limit").GetInt32(), page.GetProperty("results").GetArrayLength());
            pages.Add([.. page.GetProperty("results").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())]);
        }

        Assert.All(pages, page => Assert.Equal(pages[0].Order(), page.Order()));
        Assert.All(pages.Zip(pages.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task a_small_body_becomes_a_large_one()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(Fault.GzipBomb("""{"items":[""", "{},", 200_000_000, "{}]}"));
        using PlainClient client = new(server);
        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Get, $"v8/RestoreSessions/{server.Sessions[0].Id}/Statistics");
        byte[] packed = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(packed.Length, 1, 400_000);
        using GZipStream unpacked = new(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] buffer = new byte[1 << 20];
        byte[] last = [];
        long length = 0;
        for (int read; (read = unpacked.Read(buffer)) > 0; length += read)
        {
            last = buffer[..read];
        }

        Assert.InRange(length, 200_000_000, 201_000_000);
        Assert.EndsWith(",{}]}", Encoding.ASCII.GetString(last), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task hostile_text_travels_unharmed(string text)
    {
        using X509Certificate2 certificate = Certificates.WithSubject(text);
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0, Certificate = certificate });
        Assert.Equal(text, server.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        server.Sessions.Add(new SessionRecord { Name = text, Organization = text, InitiatedBy = text, Reason = text, ItemName = text });
        server.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = text }]);
        using PlainClient client = new(server);
        string path = $"v8/RestoreSessions/{server.Sessions[0].Id}";
        JsonElement session = (await client.GetAsync(path)).Body;
        Assert.All(["name", "organization", "initiatedBy", "reason"], name => Assert.Equal(text, session.GetProperty(name).GetString()));
        Assert.Equal(text + " 0", (await client.GetAsync(path + "/Events")).Body.GetProperty("results")[0].GetProperty("itemName").GetString());
        Assert.Equal(text, (await client.GetAsync("v8/Organizations")).Body.GetProperty("results")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task a_status_line_and_a_header_carry_hostile_text()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(HostileText.Answer(500, HostileText.ShortSequence));
        using System.Net.Sockets.TcpClient tcp = new(RestoreServer.Address, server.Port);
        using System.Net.Security.SslStream tls = new(tcp.GetStream(), false, (_, certificate, _, _) => certificate!.GetCertHashString() == server.Certificate.GetCertHashString());
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(Encoding.ASCII.GetBytes("GET /v8/RestoreSessions HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
        using StreamReader reader = new(tls);
        Assert.Equal(
            $"HTTP/1.1 500 {HostileText.ShortSequence}\r\nX-Note: {HostileText.ShortSequence}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public async Task an_end_may_be_any_text(string text)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0 });
        server.Sessions.Add(new SessionRecord { EndTime = DateTime.UtcNow, EndTimeText = text });
        using PlainClient client = new(server);
        Assert.Equal(text, (await client.GetAsync("v8/RestoreSessions")).Body.GetProperty("results")[0].GetProperty("endTime").GetString());
    }

    [Fact]
    public async Task an_error_may_be_a_problem_document()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(Fault.Problem(409, "Conflict", "The session is being stopped."));
        using PlainClient client = new(server);
        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Get, "v8/RestoreSessions");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"type":"about:blank","title":"Conflict","status":409,"detail":"The session is being stopped."}""",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0, "Stopped", "Stopped", "Stopped")]
    [InlineData(1, "Stopped", "Stopped", "Stopped")]
    [InlineData(3, "Working", "Working", "Stopped")]
    [InlineData(int.MaxValue, "Working", "Working", "Working")]
    public async Task a_stop_takes_effect_when_it_is_told_to(int atLook, params string[] expected)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0, StopsAtLook = atLook });
        server.Sessions.Add(new SessionRecord { State = "Working" });
        using PlainClient client = new(server);
        string path = $"v8/RestoreSessions/{server.Sessions[0].Id}";
        Assert.Equal("Working", (await client.GetAsync(path)).Body.GetProperty("state").GetString());
        Assert.Equal(204, (await client.PostAsync(path + "/Stop")).Status);
        foreach (string state in expected)
        {
            Assert.Equal(state, (await client.GetAsync(path)).Body.GetProperty("state").GetString());
        }
    }

    [Fact]
    public async Task an_answer_may_be_about_another_session()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        (Guid asked, Guid other) = (server.Sessions[0].Id, server.Sessions[1].Id);
        server.Faults.Add(Fault.Replacing($"\"id\":\"{asked}\"", $"\"id\":\"{other}\""), $"/{asked}");
        using PlainClient client = new(server);
        JsonElement answer = (await client.GetAsync($"v8/RestoreSessions/{asked}")).Body;
        Assert.Equal((other, server.Sessions[0].Name), (answer.GetProperty("id").GetGuid(), answer.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task a_clone_has_the_same_sessions()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Seed = 7 });
        await using RestoreServer clone = await RestoreServer.StartAsync(new ServerOptions { Seed = 7 });
        Assert.Equal(server.Sessions.AllIds(), clone.Sessions.AllIds());
        Assert.NotEqual(server.Server, clone.Server);
    }
}
