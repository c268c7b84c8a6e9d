using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FakeServer;
using RestoreSessions.Text;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Sound sessions in every form in which a body may travel.</summary>
public sealed class BodyFormTests
{
    private static readonly byte[] Body = File.ReadAllBytes(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", "sessions-array.json"));

    private static readonly Dictionary<string, Func<Fault>> Forms = new()
    {
        ["plain"] = () => Fault.RawBody(Body),
        ["byte order mark"] = () => Fault.RawBody([.. Encoding.UTF8.GetPreamble(), .. Body]),
        ["UTF-16 with a mark"] = () => Fault.RawBody([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Body))]),
        ["gzip"] = () => Compressed("gzip", stream => new GZipStream(stream, CompressionLevel.Fastest)),
        ["another media type"] = () => Fault.RawBody(Body, "text/plain"),
        ["no media type"] = () => Fault.RawBody(Body, ""),
        ["space around"] = () => Fault.RawBody([.. "\r\n\t "u8, .. Body, .. " \r\n"u8]),
    };

    public static TheoryData<string> FormNames => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(FormNames))]
    public async Task a_body_is_read_in_any_form(string form)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Forms[form](), "restoreSessions");
        Assert.Equal(
            ["0800471b-d0e2-422b-9d7c-35d15661c3fb", "9f786f0f-de9a-4a90-8118-093b6cb2c4fc"],
            fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id.ToString()));
    }

    [Theory]
    [InlineData("""a\u0000b""", "a[U+0000]b")]
    [InlineData("""a\ud800b""", "a\ufffdb")]
    [InlineData("""\ud83d\ude00""", "\ud83d\ude00")]
    [InlineData("""\u202e\u200f<b>&'""", "\u202e\u200f<b>&'")]
    public async Task text_of_any_characters_arrives_as_it_is_but_for_control_characters_and_can_be_shown(string escaped, string text)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(
            Fault.RawBody($$"""[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"2026-06-01T00:00:00Z","state":"Stopped","organization":"{{escaped}}"}]"""),
            "restoreSessions",
            times: 2);
        Assert.Equal(text, fixture.Run("Get-RestoreSession").One<RestoreSession>().Organization);
        Assert.Contains(VisibleText.Of(text), fixture.Shell.Render("Get-RestoreSession"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000001","id":"00000000-0000-0000-0000-000000000002","creationTime":"2026-06-01T00:00:00Z"}""")]
    [InlineData("""{"ID":"00000000-0000-0000-0000-000000000001","creationTime":"2026-06-01T00:00:00Z","Id":"00000000-0000-0000-0000-000000000002"}""")]
    public async Task of_a_property_that_comes_twice_the_last_counts(string session)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.RawBody($"[{session}]"), "restoreSessions");
        Assert.Equal("00000000-0000-0000-0000-000000000002", fixture.Run("Get-RestoreSession").One<RestoreSession>().Id.ToString());
    }

    private static Fault Compressed(string encoding, Func<Stream, Stream> compress)
    {
        using MemoryStream packed = new();
        using (Stream stream = compress(packed))
        {
            stream.Write(Body);
        }

        return Fault.RawBody(packed.ToArray(), headers: new Dictionary<string, string> { ["Content-Encoding"] = encoding });
    }
}
