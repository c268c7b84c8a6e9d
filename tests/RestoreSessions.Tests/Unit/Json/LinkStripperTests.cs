using CsCheck;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestoreSessions.Api;
using RestoreSessions.Json;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class LinkStripperTests
{
    private static readonly Gen<string> Text = Gen.OneOf("", "x", "{", "}", "\"", "\\", "\"_links\":{\"a\":1}", "\"_links\":{", "_links", "ü\r\n\t", "\ud83d\ude00").Array[0, 4].Select(string.Concat);
    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\r\n\t ");
    private static readonly Gen<string> Name = Gen.OneOf(Gen.OneOf("_links", "_links", "self", "next"), Text);

    /// <summary>Any JSON, as text, with blanks wherever they may be.</summary>
    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Gen.Select(Gen.Select(Space, inner, Space, (a, item, b) => a + item + b).Array[0, 3], items => $"[{string.Join(',', items)}]"),
            Gen.Select(
                Gen.Select(Space, Name.Select(JsonConvert.ToString), Space, Space, inner, Space, (a, name, b, c, value, d) => $"{a}{name}{b}:{c}{value}{d}").Array[0, 3],
                properties => $"{{{string.Join(',', properties)}}}")));

    private static Gen<string> Scalar => Gen.OneOf(Text.Select(JsonConvert.ToString), Gen.OneOf("null", "17", "true"));

    [Theory]
    [InlineData("""{"_links":{"self":{"href":"https://a/b"}},"n":1}""", """{"_links":{},"n":1}""")]
    [InlineData("""[{"_links":{"a":{"href":"1"},"b":{"href":"2"}}},{"_links":{}},{"_links":{"x":17}}]""", """[{"_links":{}},{"_links":{}},{"_links":{}}]""")]
    [InlineData("""{"_links":{ "self" :{"href" : "x"} }}""", """{"_links":{}}""")]
    [InlineData("""{"_links":{"self":{"href":"}{"}}}""", """{"_links":{}}""")]
    [InlineData("""inks":{"self":{"href":"x"}},"_links":{"self":1}},{"_lin""", """inks":{"self":{"href":"x"}},"_links":{}},{"_lin""")]
    public void links_are_emptied(string text, string expected) => Assert.Equal(expected, Empty(text));

    [Theory]
    [InlineData("""{"_links":{"next":{"href":"x"}}}""")]
    [InlineData("""{"_links":{"self":{"href":"y"},"Next":{"href":"x"}}}""")]
    [InlineData("""{"_links":{"self":{"href":"y"},"\u006eext":{"href":"x"}}}""")]
    [InlineData("""{"_links":{"self":{"href":"x\"y"}}}""")]
    [InlineData("""{"_links":{"self":{"href":"x\\"}}}""")]
    [InlineData("""{"_links" : {"self":{"href":"x"}}}""")]
    [InlineData("""{"_links":null,"self":{"href":"x"}}""")]
    [InlineData("""{"_links":[{"href":"x"}]}""")]
    [InlineData("""{"a_links":{"self":1}}""")]
    [InlineData("""{"details":"{\"_links\":{\"a\":1}}"}""")]
    [InlineData("""{"_links":{"self":{"href":"cut o""")]
    [InlineData("""{"_links":{"self":{"href":"x"}""")]
    [InlineData("""_links":{"self":1}""")]
    [InlineData("\"_links\":{")]
    [InlineData("\"_links\"")]
    [InlineData("_")]
    [InlineData("")]
    public void links_that_may_matter_and_other_text_stay(string text) => Assert.Equal(text, Empty(text));

    [Fact]
    public void text_beyond_the_length_is_not_looked_at()
    {
        const string text = """{"_links":{"a":1}}""";
        char[] characters = text.ToCharArray();
        Assert.Equal(16, LinkStripper.Empty(characters, 16));
        Assert.Equal(text, new string(characters));
    }

    [Fact]
    public void any_json_stays_the_same_but_for_the_links_wherever_it_is_cut() => Gen.Select(Json, Gen.Int[1, 60]).Sample((json, size) =>
    {
        string emptied = string.Concat(json.Chunk(size).Select(chunk => Empty(new string(chunk))));
        JToken expected = WithoutLinks(Read(json));
        Assert.True(JToken.DeepEquals(expected, WithoutLinks(Read(emptied))), $"{json}\nbecame\n{emptied}");
    }, iter: 20_000);

    [Fact]
    public void a_listing_reads_the_same_with_links()
    {
        const string link = """{"href":"https://abc.local/v5/RestoreSessions/0800471b-d0e2-422b-9d7c-35d15661c3fb"}""";
        string[] items = [.. Enumerable.Range(0, 500).Select(i =>
            $$"""{"id":"0800471b-d0e2-422b-9d7c-{{i:d12}}","_links":{"self":{{link}},"organization":{{link}}},"creationTime":"2026-06-01T00:00:00Z","name":"{{i}}"}""")];
        string page = $$"""{"limit":500,"results":[{{string.Join(',', items)}}],"_links":{"self":{{link}},"next":{{link}}},"totalCount":501}""";
        using PageReader<RestoreSession> reader = new(new StringReader(page), ObjectReaders.Session);
        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => $"0800471b-d0e2-422b-9d7c-{i:d12} {i}"),
            reader.Items().Select(session => $"{session.Id} {session.Name}"));
        Assert.Equal((500L, 501L, true), (reader.Limit, reader.TotalCount, reader.HasNext));
    }

    private static string Empty(string text)
    {
        char[] characters = text.ToCharArray();
        return new string(characters, 0, LinkStripper.Empty(characters, characters.Length));
    }

    private static JToken Read(string json)
    {
        using JsonTextReader reader = new(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }

    private static JToken WithoutLinks(JToken token)
    {
        foreach (JProperty links in token.SelectTokens("$..*").Append(token).Select(t => t.Parent).OfType<JProperty>()
            .Where(p => p.Name.EndsWith("_links", StringComparison.Ordinal) && p.Value is JObject).ToList())
        {
            links.Value = new JObject();
        }

        return token;
    }
}
