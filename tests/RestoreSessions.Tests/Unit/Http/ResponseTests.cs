using System.Text;
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
        using HttpMessageInvoker http = new(new HttpClientHandler());
        using Response response = Open(http, new SilentStream(padded));
        using StreamReader text = response.OpenText();
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        Assert.True(reader.TryRead(out _));
        Assert.Throws<WouldWaitException>(() => reader.TryRead(out _));
    }

    // .NET Framework gives the TCP connection to the next request only after the end of the body has been read.
    [Fact]
    public async Task a_body_is_read_to_its_end()
    {
        const string Item = """{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"2026-06-01T00:00:00Z"}""";
        using HttpMessageInvoker http = new(new HttpClientHandler());
        EndedStream one = new(Item);
        using Response first = Open(http, one);
        Assert.NotNull(await first.ReadAsync(ObjectReaders.Session, 1000, _ => { }));
        EndedStream many = new($"[{Item}]");
        using Response second = Open(http, many);
        using StreamReader text = second.OpenText();
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        Assert.True(reader.TryRead(out _));
        Assert.False(many.HasEnded);
        Assert.False(reader.TryRead(out _));
        Assert.Equal((true, true), (one.HasEnded, many.HasEnded));
    }

    private static Response Open(HttpMessageInvoker http, Stream content)
    {
        ConnectionSettings settings = new(ServerAddress.Parse("vbo", 4443), new CertificatePolicy(false, null), Timeout.InfiniteTimeSpan, 0, Clock.Machine);
        RequestAttempt attempt = new(new Sender(http, settings, CancellationToken.None), new ApiRequest(HttpMethod.Get, "v8/RestoreSessions"), Timeout.InfiniteTimeSpan, CancellationToken.None, CancellationToken.None);
        return new Response(new HttpResponseMessage(), content, attempt);
    }

    private sealed class EndedStream(string sent) : MemoryStream(Encoding.UTF8.GetBytes(sent))
    {
        public bool HasEnded { get; private set; }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            int read = Read(buffer, offset, count);
            HasEnded |= read == 0;
            return Task.FromResult(read);
        }
    }

    private sealed class SilentStream(string sent) : MemoryStream(Encoding.UTF8.GetBytes(sent))
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Position < Length ? base.ReadAsync(buffer, offset, count, cancellationToken) : throw new WouldWaitException();
    }

    private sealed class WouldWaitException : Exception;
}
