using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>The API as a table: one method for each operation. Only this class knows how the versions differ.</summary>
/// <remarks>Sources: the v5 page "Getting Restore Sessions" and the vendor's OpenAPI documents of v6, v7 and v8.</remarks>
internal sealed class Endpoints(RestoreApiVersion version)
{
    /// <summary>Whether the server lists sessions newest first. v8 documents it; earlier versions document no order.</summary>
    public bool ListsNewestFirst => version >= RestoreApiVersion.v8;

    /// <summary>A request that the server answers with 404 only if it does not serve this version; v5 has no ServiceInstance.</summary>
    public ApiRequest Probe() => version == RestoreApiVersion.v5
        ? Get("restoreSessions", ("limit", "1"))
        : Get("ServiceInstance");

    public ApiRequest LogOn(NetworkCredential credential) =>
        Token(("grant_type", "password"), ("username", credential.UserName), ("password", credential.Password));

    public ApiRequest Refresh(string refreshToken) =>
        Token(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Null before v7, which has no logout: the token expires.</summary>
    public ApiRequest? LogOut() => version < RestoreApiVersion.v7 ? null : new(HttpMethod.Post, Path("token/logout"));

    /// <summary>A page of sessions. <paramref name="offset"/> and <paramref name="limit"/> count sessions; the server's maximum is 10,000.</summary>
    public ApiRequest Sessions(SessionQuery query, int offset, int limit) => Get(
        version == RestoreApiVersion.v5 ? "restoreSessions" : "RestoreSessions",
        ("startTimeFrom", Utc(query.StartTimeFrom)),
        ("startTimeTo", Utc(query.StartTimeTo)),
        ("endTimeFrom", FiltersByEndTime ? Utc(query.EndTimeFrom) : null),
        ("endTimeTo", FiltersByEndTime ? Utc(query.EndTimeTo) : null),
        ("offset", offset == 0 ? null : Number(offset)),
        ("limit", Number(limit)));

    public ApiRequest Session(Guid id) => Get(OneSession(id));

    /// <summary>The organization that a session was opened for.</summary>
    public ApiRequest SessionOrganization(Guid id) => Get(OneSession(id) + "/organization");

    public ApiRequest SessionEvents(Guid id, int offset, int limit) =>
        Get(OneSession(id) + "/Events", ("offset", offset == 0 ? null : Number(offset)), ("limit", Number(limit)));

    /// <summary>Null before v8: earlier versions have no statistics.</summary>
    public ApiRequest? SessionStatistics(Guid id) => version < RestoreApiVersion.v8 ? null : Get(OneSession(id) + "/Statistics");

    public ApiRequest StopSession(Guid id) => version == RestoreApiVersion.v5
        ? Post(OneSession(id) + "/Action", new JObject { ["stop"] = null })
        : new ApiRequest(HttpMethod.Post, Path(OneSession(id) + "/Stop"));

    /// <summary>A page of organizations. Only v8 documents pages; for earlier versions the first request contains no limit, and the server answers with the whole list.</summary>
    public ApiRequest Organizations(int offset, int limit) => Get(
        "Organizations",
        ("extendedView", version == RestoreApiVersion.v5 ? null : "false"),
        ("offset", offset == 0 ? null : Number(offset)),
        ("limit", version < RestoreApiVersion.v8 && offset == 0 ? null : Number(limit)));

    /// <summary>Opens a backup of an organization; the answer is the new session.</summary>
    public ApiRequest StartSession(Guid organizationId, ExploreOptions options)
    {
        bool isV5 = version == RestoreApiVersion.v5;
        JObject explore = new()
        {
            [isV5 ? "datetime" : "dateTime"] = Utc(options.PointInTime),
            ["type"] = options.Type,
            ["showDeleted"] = options.ShowDeleted,
            ["showAllVersions"] = options.ShowAllVersions,
        };
        return isV5
            ? Post($"Organizations/{organizationId}/action", new JObject { ["explore"] = explore })
            : Post($"Organizations/{organizationId}/explore", explore);
    }

    /// <summary>Whether the server filters by end time; before v8 the client does.</summary>
    private bool FiltersByEndTime => version >= RestoreApiVersion.v8;

    private static string OneSession(Guid id) => $"RestoreSessions/{id}";

    private ApiRequest Post(string path, JObject body) =>
        new(HttpMethod.Post, Path(path), "", body.ToString(Formatting.None), "application/json");

    private ApiRequest Get(string path, params (string Name, string? Value)[] query)
    {
        string text = Encode(query);
        return new ApiRequest(HttpMethod.Get, Path(path), text.Length == 0 ? "" : "?" + text);
    }

    private ApiRequest Token(params (string Name, string? Value)[] form)
    {
        // v7 and later require an antiforgery cookie unless this field turns it off; v5 and v6 do not define the field.
        string suffix = version < RestoreApiVersion.v7 ? "" : "&disable_antiforgery_token=true";
        return new ApiRequest(HttpMethod.Post, Path("token"), "", Encode(form) + suffix, "application/x-www-form-urlencoded") { IsLogon = true };
    }

    private string Path(string rest) => $"{version}/{rest}";

    private static string Encode(IEnumerable<(string Name, string? Value)> pairs) => string.Join(
        "&",
        pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    private static string? Utc(DateTime? time) => time?.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
