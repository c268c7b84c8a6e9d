using System.Net;
using RestoreSessions.Api;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class EndpointsTests
{
    [Fact]
    public void the_documented_request_is_made_to_the_letter()
    {
        SessionQuery query = new()
        {
            StartTimeFrom = new DateTime(2020, 5, 12, 15, 55, 20, DateTimeKind.Utc).AddTicks(8557416),
            StartTimeTo = new DateTime(2020, 5, 12, 16, 55, 20, DateTimeKind.Utc).AddTicks(8557416),
        };
        ApiRequest request = new Endpoints(RestoreApiVersion.v5).Sessions(query, 0, 10_000);
        Assert.Equal("v5/restoreSessions", request.Path);
        Assert.Equal(
            "?startTimeFrom=2020-05-12T15:55:20.8557416Z&startTimeTo=2020-05-12T16:55:20.8557416Z&limit=10000",
            Uri.UnescapeDataString(request.Query));
        Assert.DoesNotContain(":", request.Query, StringComparison.Ordinal);
    }

    [Fact]
    public void a_later_page_names_its_offset() =>
        Assert.Equal("?offset=9999&limit=10000", new Endpoints(RestoreApiVersion.v8).Sessions(new SessionQuery(), 9_999, 10_000).Query);

    [Theory]
    [InlineData(RestoreApiVersion.v5, "v5/restoreSessions")]
    [InlineData(RestoreApiVersion.v6, "v6/RestoreSessions")]
    [InlineData(RestoreApiVersion.v7, "v7/RestoreSessions")]
    [InlineData(RestoreApiVersion.v8, "v8/RestoreSessions")]
    public void the_path_is_written_as_each_version_documents_it(RestoreApiVersion version, string expected) =>
        Assert.Equal(expected, new Endpoints(version).Sessions(new SessionQuery(), 0, 10).Path);

    [Theory]
    [InlineData(RestoreApiVersion.v5, "", "?offset=9&limit=10")]
    [InlineData(RestoreApiVersion.v6, "?extendedView=false", "?extendedView=false&offset=9&limit=10")]
    [InlineData(RestoreApiVersion.v7, "?extendedView=false", "?extendedView=false&offset=9&limit=10")]
    [InlineData(RestoreApiVersion.v8, "?extendedView=false&limit=10", "?extendedView=false&offset=9&limit=10")]
    public void organizations_are_asked_for_without_the_proxies(RestoreApiVersion version, string first, string later)
    {
        Endpoints endpoints = new(version);
        Assert.Equal((first, later), (endpoints.Organizations(0, 10).Query, endpoints.Organizations(9, 10).Query));
    }

    [Theory]
    [InlineData(RestoreApiVersion.v5, "")]
    [InlineData(RestoreApiVersion.v6, "")]
    [InlineData(RestoreApiVersion.v7, "&disable_antiforgery_token=true")]
    [InlineData(RestoreApiVersion.v8, "&disable_antiforgery_token=true")]
    public async Task a_logon_form_survives_any_password(RestoreApiVersion version, string suffix)
    {
        NetworkCredential credential = new("DOMAIN\\user", "p&+% =ü");
        using var message = new Endpoints(version).LogOn(credential).ToMessage(new Uri("https://a/"));
        Assert.Equal($"https://a/{version}/token", message.RequestUri!.ToString());
        Assert.Equal("application/x-www-form-urlencoded", message.Content!.Headers.ContentType!.MediaType);
        Assert.Equal(
            "grant_type=password&username=DOMAIN%5Cuser&password=p%26%2B%25%20%3D%C3%BC" + suffix,
            await message.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(RestoreApiVersion.v5, null)]
    [InlineData(RestoreApiVersion.v6, null)]
    [InlineData(RestoreApiVersion.v7, "POST /v7/token/logout")]
    [InlineData(RestoreApiVersion.v8, "POST /v8/token/logout")]
    public void only_later_versions_know_a_logout(RestoreApiVersion version, string? expected) =>
        Assert.Equal(expected, new Endpoints(version).LogOut()?.ToString());

    [Fact]
    public void a_request_as_text_holds_no_body() =>
        Assert.Equal("POST /v5/token", new Endpoints(RestoreApiVersion.v5).LogOn(new NetworkCredential("u", "secret")).ToString());
}
