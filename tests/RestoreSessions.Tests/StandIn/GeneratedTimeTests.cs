using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using FakeServer;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>The times of generated sessions.</summary>
public sealed class GeneratedTimeTests
{
    [Fact]
    public async Task no_session_starts_or_ends_after_the_anchor_and_the_newest_starts_just_before_it()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 1000 });
        SessionRecord[] all = [.. Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i])];
        Assert.All(all, session => Assert.InRange(session.EndTime ?? server.Options.Anchor, session.CreationTime, server.Options.Anchor));
        Assert.InRange(server.Options.Anchor - all[^1].CreationTime, TimeSpan.Zero, TimeSpan.FromMinutes(7));
        Assert.Contains(all, session => session.EndTime is null);
    }

    [Fact]
    public async Task the_program_s_sessions_end_when_it_starts_unless_it_is_told_another_moment()
    {
        DateTime before = DateTime.UtcNow;
        DateTime[] now = await StartsAsync();
        Assert.InRange(now.Max(), before.AddMinutes(-7), DateTime.UtcNow);
        await using RestoreServer fixedTimes = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 30 });
        Assert.Equal(Enumerable.Range(0, 30).Select(i => fixedTimes.Sessions[i].CreationTime), (await StartsAsync("--until", "2026-06-01T14:00:00+02:00")).Order());
    }

    private static async Task<DateTime[]> StartsAsync(params string[] arguments)
    {
        await using ChildProcess server = new("FakeServer.dll", ["--port", "0", "--sessions", "30", .. arguments], new System.Collections.Generic.Dictionary<string, string>());
        string shown = "";
        while (!shown.Contains("Token ", StringComparison.Ordinal))
        {
            shown += await server.ReadLineAsync() ?? throw new EndOfStreamException($"The server has ended: {shown}");
        }

        // The certificate is the server's own, made when it started.
        using HttpClient client = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Regex.Match(shown, @"Token\s+(\S+)").Groups[1].Value);
        string body = await client.GetStringAsync(Regex.Match(shown, @"https://\S+").Value + "/v8/RestoreSessions?limit=100", TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(body).RootElement.GetProperty("results").EnumerateArray().Select(session => session.GetProperty("creationTime").GetDateTime())];
    }
}
