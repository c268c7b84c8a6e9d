using RestoreSessions.Api;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class BodyStreamTests
{
    [Fact]
    public void a_read_has_ended_before_a_reader_that_could_not_hand_over_disposes_the_body()
    {
        ConnectionSettings settings = new(ServerAddress.Parse("127.0.0.1", 4443), new CertificatePolicy(false, null), TimeSpan.FromMilliseconds(20), 0, Clock.Machine);
        ApiRequest request = new Endpoints(RestoreApiVersion.v8).Sessions(new SessionQuery(), 0, 1);
        using HttpClient http = new();
        using RequestAttempt attempt = new(new Sender(http, settings, CancellationToken.None), request, settings.Timeout, CancellationToken.None, CancellationToken.None);
        SilentStream silent = new();
        using (BodyStream body = new(silent, attempt))
        {
            body.BeforeWait = () => throw new OperationCanceledException();

            // Only the time-out of the wait ends the read.
            Assert.Throws<RestFailure>(() => body.Read(new byte[16], 0, 16));
        }

        Assert.Equal((true, true), (silent.IsDisposed, silent.HadEnded));
    }

    private sealed class SilentStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDisposed { get; private set; }

        public bool HadEnded { get; private set; }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.Register(() => _read.TrySetCanceled(cancellationToken));
            return _read.Task;
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            HadEnded = _read.Task.IsCompleted;
            base.Dispose(disposing);
        }
    }
}
