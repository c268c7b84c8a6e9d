using Newtonsoft.Json;
using RestoreSessions.Api;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class PageReaderTests
{
    [Fact]
    public void the_documented_array_becomes_sessions()
    {
        using PageReader<RestoreSession> reader = Open(Fixture("sessions-array.json"));
        RestoreSession[] sessions = reader.Items().ToArray();
        Assert.True(reader.IsArray);
        Assert.Equal(["0800471b-d0e2-422b-9d7c-35d15661c3fb", "9f786f0f-de9a-4a90-8118-093b6cb2c4fc"], sessions.Select(s => s.Id.ToString()));
        Assert.Equal(TimeSpan.FromTicks(19_571_615_893), sessions[0].Duration);
        Assert.Null(sessions[1].EndTimeUtc);
        Assert.Null(sessions[1].Duration);
        Assert.Equal(("Working", "Success", "Vex"), (sessions[1].State, sessions[1].Result, sessions[1].Type));
    }

    [Fact]
    public void the_page_object_becomes_the_same_sessions_and_more()
    {
        using PageReader<RestoreSession> reader = Open(Fixture("sessions-page.json"));
        RestoreSession[] sessions = reader.Items().ToArray();
        Assert.Equal((false, 30L, 2L, false), (reader.IsArray, reader.Limit, reader.TotalCount!.Value, reader.HasNext));
        Assert.Equal(
            ("contoso.onmicrosoft.com", @"HOST\Administrator", "All", "BXYDEV01 (via: 10.0.0.1)", "ticket 42", 9007199254740993L),
            (sessions[0].Organization, sessions[0].InitiatedBy, sessions[0].ScopeName, sessions[0].ClientHost, sessions[0].Reason, sessions[0].ETag!.Value));
        Assert.Null(sessions[1].EndTimeUtc);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":null}""")]
    [InlineData("""{"offset":0,"limit":30,"totalCount":null,"_links":null,"results":[],"setId":null}""")]
    public void an_empty_answer_has_no_sessions(string body)
    {
        using PageReader<RestoreSession> reader = Open(body);
        Assert.Empty(reader.Items());
    }

    [Fact]
    public void property_names_match_in_any_case_and_unknown_ones_are_passed_over()
    {
        using PageReader<RestoreSession> reader = Open("""
            {"RESULTS":[{"ID":"0800471b-d0e2-422b-9d7c-35d15661c3fb","CreationTime":"2018-06-29T07:42:21Z","pointInTime":"2017-06-26T22:07:39-07:00",
              "new":{"deep":[1,{"a":null}]},"Organization":{"name":"an object some day"},"state":"Hibernating","result":null,"type":7}],"_LINKS":{"Next":{"href":"https://elsewhere/"}}}
            """);
        RestoreSession session = Assert.Single(reader.Items());
        Assert.Equal(("Hibernating", "", "7", null), (session.State, session.Result, session.Type, session.Organization));
        Assert.True(reader.HasNext);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[[]]")]
    [InlineData("""{"results":{}}""")]
    [InlineData("""[{"creationTime":"2018-06-29T07:42:21Z"}]""")]
    [InlineData("""[{"id":5,"creationTime":"2018-06-29T07:42:21Z"}]""")]
    [InlineData("""[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"2018-06-29T07:42:21Z"}""")]
    [InlineData("""[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"2018-06-29T07:42:21Z","name":"cut o""")]
    public void what_is_no_listing_is_refused(string body)
    {
        using PageReader<RestoreSession> reader = Open(body);
        Assert.ThrowsAny<JsonException>(() => reader.Items().ToArray());
    }

    [Theory]
    [InlineData("""[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb"}, {"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","creationTime":"2018-06-29T07:42:21Z"}]""", "a session lacks a required property: creationTime")]
    [InlineData("""[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","creationTime":"soon"}, {"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","creationTime":"2018-06-29T07:42:21Z"}]""", "a time was expected at '[0].creationTime'")]
    public void a_session_without_a_start_ends_no_listing_and_says_why_it_cannot_be_used(string body, string why)
    {
        using PageReader<RestoreSession> reader = Open(body);
        RestoreSession[] sessions = [.. reader.Items()];
        Assert.Equal(["0800471b-d0e2-422b-9d7c-35d15661c3fb", "9f786f0f-de9a-4a90-8118-093b6cb2c4fc"], sessions.Select(session => session.Id.ToString()));
        Assert.Equal([why, null], sessions.Select(session => session.Unusable));
    }

    [Theory]
    [InlineData("[]", "x")]
    [InlineData("[]", "[]")]
    [InlineData("[]", "]")]
    [InlineData("""{"results":[]}""", "}")]
    [InlineData("""{"results":[]}""", " \r\n</html>")]
    [InlineData("""{"results":null}""", "null")]
    [InlineData("""{"results":null}""", "/* more */")]
    public void what_goes_on_after_its_end_is_no_listing(string body, string rest)
    {
        using PageReader<RestoreSession> sound = Open(body + " \t\r\n");
        Assert.Empty(sound.Items());
        using PageReader<RestoreSession> reader = Open(body + rest);
        Assert.ThrowsAny<JsonException>(() => reader.Items().ToArray());
    }

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", name));

    private static PageReader<RestoreSession> Open(string body) => new(new StringReader(body), ObjectReaders.Session);
}
