using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Json;
using RestoreSessions.Paging;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>No control character of a server leaves a property of an object.</summary>
public sealed class ControlCharacterTests
{
    private const string Sent = "a\0\u0001\b\t\v\f\r\n\n\r\u001b[2J\u007f\u0080\u0085\u009b2J\u009f\u00a0\ud83d\ude00 \u202e\u200b\u2028\uffffz\r";
    private const string Shown = "a[U+0000][U+0001][U+0008]\t[U+000B][U+000C]\r\n\n[U+000D][U+001B][2J[U+007F][U+0080][U+0085][U+009B]2J[U+009F]\u00a0\ud83d\ude00 "
        + "\u202e\u200b\u2028\uffffz[U+000D]";

    private const string Id = "\"id\":\"0800471b-d0e2-422b-9d7c-35d15661c3fb\"";

    [Fact]
    public void of_a_session() => AssertShown(ObjectReaders.Session, Id + ",\"creationTime\":\"2026-06-01T00:00:00Z\"", "name organization type state result initiatedBy details scopeName clientHost reason", 10);

    [Fact]
    public void of_an_event() => AssertShown(
        ObjectReaders.Event, Id, "type status itemName itemType source target title message organizationId backedUpOrganizationId userId groupId siteId teamId", 14);

    [Fact]
    public void of_an_organization() => AssertShown(ObjectReaders.Organization, Id, "name type", 2);

    [Fact]
    public void of_statistics() => AssertShown(
        ObjectReaders.Statistics, $"\"totalItemsCount\":1,\"warnings\":[{Json}],\"errors\":[{Json}],\"items\":[{{\"id\":{Json},\"warnings\":[{Json}],{Texts("title name itemType status path error mailboxEmail oneDriveUrl oneDriveWebId oneDriveSiteId itemRestoreDetailsType")},"
            + $"\"childItems\":[{{\"name\":{Json},\"cannotContinueMailboxError\":{Json}}}]}}]", "", 17);

    [Fact]
    public void a_token_is_read_as_it_is()
    {
        using PageReader<TokenResponse> reader = new(new StringReader($"[{{{Texts("access_token refresh_token")}}}]"), TokenResponse.Reader);
        TokenResponse read = Assert.Single(reader.Items());
        Assert.Equal((Sent, Sent), (read.AccessToken, read.RefreshToken));
    }

    [Fact]
    public void half_of_a_surrogate_pair_is_none() => Assert.Equal("[U+DE00]a[U+D83D]\ud83d\ude00[U+DE00][U+D83D]", ControlCharacters.Show("\ude00a\ud83d\ud83d\ude00\ude00\ud83d"));

    [Theory]
    [InlineData("")]
    [InlineData("Gr\u00fc\u00dfe\tan \ud83d\ude00\r\nund \u202e\n")]
    public void a_text_without_any_is_the_same_instance(string text)
    {
        Assert.Same(text, ControlCharacters.Show(text));
        Assert.Null(ControlCharacters.Show(null));
    }

    private static string Json => $"\"{string.Concat(Sent.Select(c => $"\\u{(int)c:x4}"))}\"";

    private static string Texts(string names) => string.Join(',', names.Split(' ').Select(name => $"\"{name}\":{Json}"));

    private static void AssertShown<T>(ObjectReader<T> table, string beginning, string names, int expected)
        where T : new()
    {
        using PageReader<T> reader = new(new StringReader($"[{{{beginning}{(names.Length > 0 ? "," + Texts(names) : "")}}}]"), table);
        string[] texts = [.. TextsOf(Assert.Single(reader.Items())!)];
        Assert.Equal(Enumerable.Repeat(Shown, expected), texts);
    }

    private static IEnumerable<string> TextsOf(object read) => read.GetType().GetProperties()
        .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0)
        .Select(p => p.GetValue(read))
        .SelectMany(value => value switch
        {
            string { Length: > 0 } text => [text],
            string[] texts => texts,
            RestoreItemStatistics[] items => items.SelectMany(TextsOf),
            _ => (IEnumerable<string>)[],
        });
}
