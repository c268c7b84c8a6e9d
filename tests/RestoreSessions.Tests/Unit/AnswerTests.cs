using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Rest;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class AnswerTests
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
        using HttpResponseMessage response = new();
        Exchange exchange = new(Timeout.InfiniteTimeSpan, (kind, why, cause) => new RestFailure(kind, "server", why, cause), CancellationToken.None, CancellationToken.None);
        using Answer answer = new(response, new SilentStream(padded), exchange);
        using StreamReader text = answer.OpenText();
        using PageReader<RestoreSession> reader = new(text, SessionJson.Names, SessionJson.Read);
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
