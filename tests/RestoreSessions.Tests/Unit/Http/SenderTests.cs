using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>When a request is repeated, and after how long.</summary>
public sealed class SenderTests
{
    private static readonly ApiRequest Get = new(HttpMethod.Get, "v5/restoreSessions");
    private static readonly ApiRequest Post = new(HttpMethod.Post, "v5/RestoreSessions/1/Action");

    private readonly FakeClock _clock = new();
    private readonly List<string> _notes = [];

    public static TheoryData<SocketError> NeverConnected =>
        [SocketError.ConnectionRefused, SocketError.HostNotFound, SocketError.NoData, SocketError.TryAgain, SocketError.HostUnreachable, SocketError.NetworkUnreachable];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_pause_is_twice_as_long_as_the_one_before_up_to_eight_seconds_less_up_to_half_by_chance()
    {
        Server server = new(_ => Status(503));
        await Assert.ThrowsAsync<RestFailure>(() => Send(server, Get, retries: 10));
        double[] longest = [0.25, 0.5, 1, 2, 4, 8, 8, 8, 8, 8];
        Assert.Equal(longest.Length, _clock.Waits.Count);
        Assert.All(_clock.Waits.Zip(longest), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second / 2, pair.Second));
        Assert.True(_clock.Waits.TakeLast(5).Distinct().Count() > 1, "every pause is the same");
        Assert.Equal(11, server.Requests);
        Assert.Contains(_notes, note => note.Contains("attempt 11 of 11 in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("Mon, 01 Jun 2026 12:00:30 GMT", 30)]
    [InlineData("Mon, 01 Jun 2026 11:00:00 GMT", 0)]
    public async Task the_server_may_say_how_long(string retryAfter, double seconds)
    {
        Server server = new(n => n == 1 ? Status(429, retryAfter) : Status(200));
        await Send(server, Post);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _clock.Waits);
    }

    [Theory]
    [InlineData("121")]
    [InlineData("Mon, 01 Jun 2026 13:00:00 GMT")]
    public async Task a_server_that_wants_too_long_a_pause_is_not_waited_for(string retryAfter)
    {
        await Assert.ThrowsAsync<RestFailure>(() => Send(new Server(_ => Status(503, retryAfter)), Get));
        Assert.Empty(_clock.Waits);
    }

    [Theory]
    [MemberData(nameof(NeverConnected))]
    public async Task what_never_reached_a_server_that_has_answered_before_is_repeated_whatever_it_is(SocketError error)
    {
        Server server = new(n => n == 2 ? throw Broken(error) : Status(200));
        RetryingClient client = Make(server, 1);
        await client.SendAsync(Get);
        await client.SendAsync(Post);
        Assert.Equal(3, server.Requests);
    }

    [Theory]
    [MemberData(nameof(NeverConnected))]
    public async Task a_server_that_has_never_answered_is_not_tried_again(SocketError error)
    {
        Server server = new(_ => throw Broken(error));
        RestFailure failure = await Assert.ThrowsAsync<RestFailure>(() => Send(server, Get));
        Assert.Equal((FailureKind.ServerUnreachable, 1), (failure.Kind, server.Requests));
    }

    private static HttpRequestException Broken(SocketError error) => new("broken", new SocketException((int)error));

    private static HttpResponseMessage Status(int status, string? retryAfter = null)
    {
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new ByteArrayContent([]) };
        response.Headers.Date = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        response.Headers.RetryAfter = retryAfter is null ? null : RetryConditionHeaderValue.Parse(retryAfter);
        return response;
    }

    private Task Send(Server server, ApiRequest request, int retries = 5) => Make(server, retries).SendAsync(request);

    private RetryingClient Make(Server server, int retries)
    {
        ConnectionSettings settings = new(ServerAddress.Parse("vbo", 4443), new CertificatePolicy(false, null), TimeSpan.FromSeconds(30), retries, _clock);
        return new RetryingClient(new Sender(new HttpMessageInvoker(server), settings, CancellationToken.None), _notes.Add, Cancellation);
    }

    /// <summary>Answers the nth request.</summary>
    private sealed class Server(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(++Requests));
    }
}
