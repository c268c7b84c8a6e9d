using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;

namespace RestoreSessions.Rest;

/// <summary>The API as a table: one method an operation. Versions differ here and nowhere else.</summary>
/// <remarks>Sources: the v5 page "Getting Restore Sessions" and the vendor's OpenAPI documents of v6, v7 and v8.</remarks>
internal sealed class Endpoints
{
    private readonly RestoreApiVersion _version;

    public Endpoints(RestoreApiVersion version) => _version = version;

    /// <summary>Answered with 404 exactly when the server does not serve this version; v5 has no ServiceInstance.</summary>
    public ApiRequest Probe() => _version == RestoreApiVersion.v5
        ? Get("restoreSessions", ("limit", "1"))
        : Get("ServiceInstance");

    public ApiRequest LogOn(NetworkCredential credential) =>
        Token(("grant_type", "password"), ("username", credential.UserName), ("password", credential.Password));

    public ApiRequest Refresh(string refreshToken) =>
        Token(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Null where the version has no logout: before v7 a token just runs out.</summary>
    public ApiRequest? LogOut() => _version < RestoreApiVersion.v7 ? null : new(HttpMethod.Post, Path("token/logout")) { IsWorthRepeating = false };

    /// <summary>A page of sessions. <paramref name="offset"/> and <paramref name="limit"/> count sessions; the server's maximum is 10,000.</summary>
    public ApiRequest Sessions(SessionQuery query, int offset, int limit) => Get(
        "restoreSessions",
        ("startTimeFrom", Utc(query.StartTimeFrom)),
        ("startTimeTo", Utc(query.StartTimeTo)),
        ("offset", offset == 0 ? null : Number(offset)),
        ("limit", Number(limit)));

    private ApiRequest Get(string path, params (string Name, string? Value)[] query)
    {
        string text = Encode(query);
        return new ApiRequest(HttpMethod.Get, Path(path), text.Length == 0 ? "" : "?" + text);
    }

    private ApiRequest Token(params (string Name, string? Value)[] form)
    {
        // v7 and later demand an antiforgery cookie unless told not to; v5 and v6 do not know the field.
        string suffix = _version < RestoreApiVersion.v7 ? "" : "&disable_antiforgery_token=true";
        return new ApiRequest(HttpMethod.Post, Path("token"), "", Encode(form) + suffix, "application/x-www-form-urlencoded");
    }

    private string Path(string rest) => $"{_version}/{rest}";

    private static string Encode(IEnumerable<(string Name, string? Value)> pairs) => string.Join(
        "&",
        pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    private static string? Utc(DateTime? time) => time?.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
