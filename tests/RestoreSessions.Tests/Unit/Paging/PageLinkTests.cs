using RestoreSessions.Api;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>A page tells of a next one by a link of that name, wherever it stands among the others and in the page.</summary>
public sealed class PageLinkTests
{
    [Theory]
    [InlineData("""{"next":{"href":"a"}}""", true)]
    [InlineData("""{"next":{"href":"a"},"self":{"href":"b"}}""", true)]
    [InlineData("""{"self":{"href":"b"},"NEXT":{"href":"a"},"prev":{"href":"c"}}""", true)]
    [InlineData("""{"next":{"rel":"next","href":"a","x":[1]}}""", true)]
    [InlineData("""{"next":{}}""", true)]
    [InlineData("""{"next":"a"}""", true)]
    [InlineData("""{"next":null}""", false)]
    [InlineData("""{"next":""}""", false)]
    [InlineData("""{"self":{"href":"b"},"next":{"href":null}}""", false)]
    [InlineData("""{"next":{"HREF":""},"prev":{"href":"c"}}""", false)]
    [InlineData("""{"self":{"href":"b"}}""", false)]
    [InlineData("""{"self":{"next":"b"}}""", false)]
    [InlineData("""{"nextPage":{"href":"b"}}""", false)]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    public void a_page_has_a_next_one_if_a_link_is_named_so(string links, bool hasNext)
    {
        foreach (string body in new[] { $$"""{"_links":{{links}},"limit":7,"results":[],"totalCount":9}""", $$"""{"totalCount":9,"results":[],"limit":7,"_links":{{links}}}""" })
        {
            using PageReader<RestoreSession> reader = new(new StringReader(body), ObjectReaders.Session);
            Assert.Empty(reader.Items().ToArray());
            Assert.Equal((hasNext, 7L, 9L, false), (reader.HasNext, reader.Limit, reader.TotalCount, reader.IsArray));
        }
    }
}
