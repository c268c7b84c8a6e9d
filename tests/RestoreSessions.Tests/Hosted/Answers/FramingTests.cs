using System.Management.Automation;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Answers whose HTTP itself lies: about lengths, chunks, or what it is.</summary>
public sealed class FramingTests
{
    private const string Page = """{"limit":30,"results":[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"2026-06-01T00:00:00Z","state":"Stopped"}]}""";

    private static readonly string Length = Page.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
    private static readonly string Hex = Page.Length.ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Those that cannot be read.</summary>
    private static readonly Dictionary<string, (string Answer, string Error)> Lies = new()
    {
        ["a length too short"] = ($"HTTP/1.1 200 OK\nContent-Length: 50\n\n{Page}", "UnexpectedAnswer"),
        ["a length too long"] = ($"HTTP/1.1 200 OK\nContent-Length: 5000\n\n{Page[..80]}", "UnexpectedAnswer"),
        ["a chunk too short"] = ($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n20\n{Page}\n0\n\n", "UnexpectedAnswer"),
        ["a chunk too long"] = ($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5000\n{Page[..80]}\n0\n\n", "UnexpectedAnswer"),
        ["a chunk without a size"] = ($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n{Page}\n0\n\n", "UnexpectedAnswer"),
        ["a chunk of a size beyond numbers"] = ($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nffffffffffffffffff\n{Page}\n0\n\n", "UnexpectedAnswer"),
        ["no last chunk"] = ($"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n40\n{Page[..64]}\n", "UnexpectedAnswer"),
        ["no HTTP"] = ("220 mail.contoso.local ESMTP\n", "ServerUnreachable"),
        ["HTTP/0.9"] = (Page, "ServerUnreachable"),
        ["a header without a name"] = ($"HTTP/1.1 200 OK\n: x\nContent-Length: {Length}\n\n{Page}", "ServerUnreachable"),
        ["a header without a colon"] = ($"HTTP/1.1 200 OK\nnonsense\nContent-Length: {Length}\n\n{Page}", "ServerUnreachable"),
        ["headers without end"] = ("HTTP/1.1 200 OK\nX: " + new string('x', 1_000_000), "ServerUnreachable"),
        ["half a status line"] = ("HTTP/1.1 2", "ServerUnreachable"),
        ["a status of four digits"] = ("HTTP/1.1 2000 OK\nContent-Length: 0\n\n", "ServerUnreachable"),
        ["only interim answers"] = (string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\n\n", 10)), "ServerUnreachable"),
    };

    /// <summary>Those that .NET makes the best of.</summary>
    private static readonly Dictionary<string, string> Oddities = new()
    {
        ["a length below nothing"] = $"HTTP/1.1 200 OK\nContent-Length: -5\n\n{Page}",
        ["two lengths"] = $"HTTP/1.1 200 OK\nContent-Length: {Length}\nContent-Length: 5\n\n{Page}",
        ["a length beyond numbers"] = $"HTTP/1.1 200 OK\nContent-Length: 99999999999999999999\n\n{Page}",
        ["an end of the connection for a length"] = $"HTTP/1.1 200 OK\n\n{Page}",
        ["HTTP/1.0"] = $"HTTP/1.0 200 OK\n\n{Page}",
        ["length and chunks"] = $"HTTP/1.1 200 OK\nContent-Length: 5\nTransfer-Encoding: chunked\n\n{Hex}\n{Page}\n0\n\n",
        ["chunks with extensions and trailers"] = $"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{Hex};a=b\n{Page}\n0\nX: y\n\n",
        ["an interim answer first"] = $"HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: {Length}\n\n{Page}",
        ["more than the length says"] = $"HTTP/1.1 200 OK\nContent-Length: {Length}\n\n{Page}{Page}",
        ["a status without words"] = $"HTTP/1.1 200\nContent-Length: {Length}\n\n{Page}",
    };

    public static TheoryData<string> LieNames => [.. Lies.Keys];

    public static TheoryData<string> OddityNames => [.. Oddities.Keys];

    [Theory]
    [MemberData(nameof(LieNames))]
    public async Task an_answer_that_lies_is_the_documented_error_and_the_next_command_is_none_the_worse(string name)
    {
        (string answer, string error) = Lies[name];
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -MaximumRetryCount 1 -TimeoutSec 5").ErrorId);
        fixture.Server.Faults.Add(Fault.Raw(answer), "restoreSessions", times: 2);
        ErrorRecord record = Assert.Single(fixture.Run("Get-RestoreSession").Errors);
        Assert.Equal($"{error},RestoreSessions.Commands.GetRestoreSessionCommand", record.FullyQualifiedErrorId);
        Assert.Contains(fixture.Server.Server, record.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(100, fixture.Run("Get-RestoreSession").As<RestoreSession>().Count);
    }

    [Theory]
    [MemberData(nameof(OddityNames))]
    public async Task an_answer_that_is_odd_but_sound_is_read(string name)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Raw(Oddities[name]), "restoreSessions");
        Assert.Equal("0800471b-d0e2-422b-9d7c-35d15661c3fb", fixture.Run("Get-RestoreSession").One<RestoreSession>().Id.ToString());
    }
}
