using RestoreSessions.Api;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>On .NET Framework, closing a half-read body before its request has been cancelled reads the rest of it.</summary>
public sealed class ClosingOrderTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("error")]
    public async Task a_body_that_was_not_read_to_its_end_is_closed_only_after_its_request_has_been_cancelled(string reading)
    {
        ConnectionSettings settings = new(ServerAddress.Parse("127.0.0.1", 4443), new CertificatePolicy(false, null), TimeSpan.FromMinutes(1), 0, Clock.Machine);
        using HttpClient http = new();
        RequestAttempt attempt = new(new Sender(http, settings, CancellationToken.None), new Endpoints(RestoreApiVersion.v8).Sessions(new SessionQuery(), 0, 1), settings.Timeout, CancellationToken.None, CancellationToken.None);
        WatchedStream body = new(new byte[1_000_000], attempt.Ending);
        using (Response response = new(new HttpResponseMessage(), body, attempt))
        {
            if (reading == "text")
            {
                using StreamReader text = response.OpenText();
                text.Read();
            }
            else
            {
                await ErrorBody.ReadMessageAsync(response.Body, settings.Secrets, isLogon: false);
            }

            Assert.False(body.IsClosed);
        }

        Assert.Equal((true, true), (body.IsClosed, body.WasCancelled));
    }

    private sealed class WatchedStream(byte[] bytes, CancellationToken ending) : MemoryStream(bytes)
    {
        public bool IsClosed { get; private set; }

        public bool WasCancelled { get; private set; }

        protected override void Dispose(bool disposing)
        {
            WasCancelled |= !IsClosed && ending.IsCancellationRequested;
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
