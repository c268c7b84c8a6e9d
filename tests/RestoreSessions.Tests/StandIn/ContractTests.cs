using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Every request of v6 to v8 that any test sends is held against the vendor's OpenAPI by the stand-in: that it would find a wrong one.</summary>
public sealed class ContractTests
{
    private const string Absent = "the vendor's OpenAPI is not beside this checkout (shared/openapi, or the folder in VENDOR_OPENAPI): requests are not checked";
    private const string Id = "00000001-0000-0000-0000-000000000001";
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("GET", "v8/restoreSessions", "", "", "there is no such path")]
    [InlineData("GET", "v6/RestoreSessions/" + Id + "/Statistics", "", "", "there is no such path")]
    [InlineData("POST", "v8/RestoreSessions", "", "", "the path has no such method")]
    [InlineData("GET", "v8/RestoreSessions?starttimefrom=2026-01-01T00:00:00Z", "", "", "the query starttimefrom is unknown")]
    [InlineData("GET", "v7/RestoreSessions?orderBy=EndTime", "", "", "the query orderBy is unknown")]
    [InlineData("GET", "v8/RestoreSessions?orderBy=Id", "", "", "the query orderBy is 'Id'")]
    [InlineData("GET", "v8/RestoreSessions?orderAsc=True", "", "", "the query orderAsc is 'True'")]
    [InlineData("GET", "v8/RestoreSessions?limit=many", "", "", "the query limit is 'many'")]
    [InlineData("GET", "v6/Organizations", "", "", "the query extendedView is missing")]
    [InlineData("GET", "v7/Organizations?limit=3", "", "", "the query limit is unknown")]
    [InlineData("POST", "v8/RestoreSessions/" + Id + "/Stop", Json, "{}", "there is a body")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", "", "", "the media type is ''")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", "text/plain", "{}", "the media type is 'text/plain'")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", Json, "{", "the body is no JSON")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", Json, """{"datetime":null}""", "datetime in the body is unknown")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", Json, """{"showDeleted":"true"}""", "showDeleted in the body is neither true nor false")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", Json, """{"type":"Exchange"}""", "type in the body is 'Exchange'")]
    [InlineData("POST", "v8/Jobs/" + Id + "/explore", Json, """{"dateTime":"06/01/2026 10:00"}""", "dateTime in the body is '06/01/2026 10:00'")]
    [InlineData("POST", "v7/Organizations/" + Id + "/explore", Json, $$"""{"repositoryId":"{{Id}}"}""", "repositoryId in the body is unknown")]
    [InlineData("POST", "v6/Organization/OperatorExplore", Json, """{"reason":null}""", "reason in the body is null")]
    [InlineData("POST", "v8/Organization/OperatorExplore", Json, """{"scope":{"type":"User","user":{"id":"1"}}}""", "user in scope in the body lacks displayName")]
    [InlineData("POST", "v8/BackupRepositories/" + Id + "/explore", Json, "{}", "the query organizationId is missing")]
    [InlineData("POST", "v8/token", Form, "username=a&password=b", "the body lacks grant_type")]
    [InlineData("POST", "v8/token", Form, "grant_type=integration", "grant_type in the body is 'integration'")]
    [InlineData("POST", "v6/token", Form, "grant_type=password&disable_antiforgery_token=true", "disable_antiforgery_token in the body is unknown")]
    [InlineData("POST", "v7/token", Form, "grant_type=password&disable_antiforgery_token=yes", "disable_antiforgery_token in the body is neither true nor false")]
    public async Task a_wrong_request_is_answered_with_400_and_fails_the_test_that_sent_it(string method, string path, string mediaType, string body, string wrong)
    {
        Assert.SkipWhen(VendorContract.Present is null, Absent);
        RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        using StringContent? content = body.Length == 0 ? null : new StringContent(body, null, mediaType);
        using HttpResponseMessage answer = await client.SendAsync(new HttpMethod(method), path, content);
        Assert.Equal(400, (int)answer.StatusCode);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await server.DisposeAsync());
        Assert.EndsWith($"\n{method} /{path}: {wrong}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(wrong, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).ContinueWith(t => t.Result.Replace("\\u0027", "'", StringComparison.Ordinal), TaskScheduler.Default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_v5_is_asked_is_not_described_and_not_checked()
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        Assert.Equal(200, (await client.GetAsync("v5/restoreSessions?limit=1")).Status);
    }

    [Fact]
    public async Task wrong_requests_may_be_sent_on_purpose()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ChecksContract = false });
        using PlainClient client = new(server);
        Assert.Equal(200, (await client.GetAsync("v8/restoresessions?unknown=1")).Status);
    }
}
