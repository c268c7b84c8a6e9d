using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class ResponseTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_700)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(32 * 1024)]
    public void a_session_that_has_arrived_does_not_wait_for_what_comes_behind_it(int length)
    {
        string session = $$"""[{"id":"{{Guid.NewGuid()}}","creationTime":"2026-06-01T00:00:00Z","name":""}""";
        string padded = session.Replace("\"\"", $"\"{new string('x', Math.Max(0, length - session.Length))}\"", StringComparison.Ordinal);
        using HttpResponseMessage message = new();
        ConnectionSettings settings = new(ServerAddress.Parse("vbo", 4443), new CertificatePolicy(false, null), Timeout.InfiniteTimeSpan, 0, Clock.System);
        using HttpMessageInvoker http = new(new HttpClientHandler());
        Sender sender = new(http, settings, CancellationToken.None);
        Exchange exchange = new(sender, new ApiRequest(HttpMethod.Get, "v8/RestoreSessions"), Timeout.InfiniteTimeSpan, CancellationToken.None, CancellationToken.None);
        using Response response = new(message, new SilentStream(padded), exchange);
        using StreamReader text = response.OpenText();
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        Assert.True(reader.TryRead(out _));
        Assert.Throws<WouldWaitException>(() => reader.TryRead(out _));
    }

    private sealed class SilentStream(string sent) : MemoryStream(Encoding.UTF8.GetBytes(sent))
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Position < Length ? base.ReadAsync(buffer, offset, count, cancellationToken) : throw new WouldWaitException();
    }

    private sealed class WouldWaitException : Exception;
}
