using System.Net;
using FakeServer;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Paging;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>A token that is about to expire, on a server whose token service does not answer.</summary>
public sealed class SilentTokenServiceTests
{
    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_token_is_used_until_it_expires_while_one_renewal_is_under_way_and_the_new_one_from_then_on()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ExpiresIn = "3600" });
        using ServerConnection connection = await ConnectAsync(server, TimeSpan.FromSeconds(100));
        server.Faults.Add(Fault.StallHeaders(), "token");
        _clock.Pass(TimeSpan.FromSeconds(3590));
        foreach (int _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(server.Sessions.AllIds().Order(), await ListAsync(connection));
        }

        await server.Faults.WaitUntilStalledAsync();
        Assert.StartsWith("grant_type=refresh_token", Assert.Single(server.Requests.Tokens).Body, StringComparison.Ordinal);
        Assert.Single(server.Requests.Listings.Select(r => r.Headers["Authorization"]).Distinct());

        // When it has expired, the renewal is waited for.
        _clock.Pass(TimeSpan.FromSeconds(20));
        Task<IEnumerable<Guid>> late = ListAsync(connection);
        Assert.Equal(3, server.Requests.Listings.Count);
        server.Faults.Release();
        Assert.Equal(server.Sessions.AllIds().Order(), await late);
        Assert.Single(server.Requests.Tokens);
        Assert.Equal(2, server.Requests.Listings.Select(r => r.Headers["Authorization"]).Distinct().Count());
    }

    [Fact]
    public async Task a_token_that_has_expired_is_not_used_and_the_silence_is_an_error()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ExpiresIn = "3600" });
        using ServerConnection connection = await ConnectAsync(server, TimeSpan.FromSeconds(1));
        server.Faults.Add(Fault.StallHeaders(), "token");
        _clock.Pass(TimeSpan.FromSeconds(3600));
        Assert.Equal(FailureKind.RequestTimedOut, (await Assert.ThrowsAsync<RestFailure>(() => ListAsync(connection))).Kind);
        Assert.Empty(server.Requests.Listings);
    }

    private async Task<ServerConnection> ConnectAsync(RestoreServer server, TimeSpan timeout)
    {
        ConnectionSettings settings = new(ServerAddress.Parse(server.Server, 4443), new CertificatePolicy(false, server.Thumbprint), timeout, 0, _clock);
        ServerConnection connection = await ServerConnection.LogOnAsync(settings, new LogonInput { Credential = new NetworkCredential(server.Options.UserName, server.Options.Password) }, RestoreApiVersion.v8, _ => { }, Cancellation);
        server.Requests.Clear();
        return connection;
    }

    private static async Task<IEnumerable<Guid>> ListAsync(ServerConnection connection)
    {
        List<Guid> listed = [];
        RestoreApi api = new(connection, connection.OpenClient(_ => { }, Cancellation), () => new ListingCount());
        await api.ListSessionsAsync(new SessionQuery { StartTimeTo = DateTime.UtcNow.AddYears(10) }, sessions => listed.AddRange(sessions.Select(session => session.Id)));
        return listed.Order();
    }
}
