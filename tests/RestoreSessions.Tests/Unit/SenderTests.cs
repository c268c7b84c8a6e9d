using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Rest;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class SenderTests
{
    [Fact]
    public async Task a_connection_with_a_read_under_way_is_a_lost_connection_and_the_request_is_repeated()
    {
        using Handler handler = new();
        using HttpMessageInvoker http = new(handler);
        ConnectionSettings settings = new(ServerAddress.Parse("server", 4443), new CertificatePolicy(false, null), TimeSpan.FromSeconds(30), 1, Clock.System);
        Sender sender = new(http, settings, CancellationToken.None);
        RestFailure failure = await Assert.ThrowsAsync<RestFailure>(() => sender.SendAsync(
            new Endpoints(RestoreApiVersion.v8).Sessions(new SessionQuery(), 0, 1), _ => { }, CancellationToken.None));
        Assert.Equal(FailureKind.ServerUnreachable, failure.Kind);
        Assert.Equal(2, handler.Sent);
    }

    private sealed class Handler : HttpMessageHandler
    {
        public int Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            throw new NotSupportedException("another read is pending");
        }
    }
}
