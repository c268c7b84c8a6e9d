using System.Globalization;
using System.Net;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>The API as a table: one method for each operation. How requests differ by API version stands here alone.</summary>
/// <remarks>Sources: the v5 page "Getting Restore Sessions" and the vendor's OpenAPI documents of v6, v7 and v8.</remarks>
internal sealed class Endpoints(RestoreApiVersion version)
{
    /// <summary>Whether the server lists sessions newest first. v8 documents it; earlier versions document no order.</summary>
    public bool ListsNewestFirst => version >= RestoreApiVersion.v8;

    /// <summary>Whether the server filters by end time; before v8 the client does.</summary>
    public bool FiltersByEndTime => version >= RestoreApiVersion.v8;

    /// <summary>A request that the server answers with 404 only if it does not serve this version; v5 has no ServiceInstance.</summary>
    public ApiRequest Probe() => version == RestoreApiVersion.v5
        ? Get("restoreSessions", ("limit", "1"))
        : Get("ServiceInstance");

    public ApiRequest LogOn(NetworkCredential credential) =>
        Token(("grant_type", "password"), ("username", credential.UserName), ("password", credential.Password));

    /// <summary>The logon of a tenant (every version) or of a restore operator (v6 and later) by assertion.</summary>
    public ApiRequest LogOn(ClientAssertion assertion) => Since(
        assertion.IsOperator ? RestoreApiVersion.v6 : RestoreApiVersion.v5,
        "the logon of a restore operator needs",
        Token(
            ("grant_type", assertion.IsOperator ? "operator" : "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("client_id", assertion.ClientId),
            ("assertion", assertion.Value)));

    public ApiRequest Refresh(string refreshToken) =>
        Token(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Null before v7, which has no logout: the token expires.</summary>
    public ApiRequest? LogOut() => version < RestoreApiVersion.v7 ? null : new(HttpMethod.Post, Path("token/logout"));

    /// <summary>A page of sessions. <paramref name="offset"/> and <paramref name="limit"/> count sessions; the server's maximum is 10,000.</summary>
    public ApiRequest Sessions(SessionQuery query, int offset, int limit) => List(
        version == RestoreApiVersion.v5 ? "restoreSessions" : "RestoreSessions",
        offset,
        limit,
        ("startTimeFrom", Utc(query.StartTimeFrom)),
        ("startTimeTo", Utc(query.StartTimeTo)),
        ("endTimeFrom", FiltersByEndTime ? Utc(query.EndTimeFrom) : null),
        ("endTimeTo", FiltersByEndTime ? Utc(query.EndTimeTo) : null),
        ("orderBy", query.NewestFirst && ListsNewestFirst ? "CreationTime" : null),
        ("orderAsc", query.NewestFirst && ListsNewestFirst ? "false" : null));

    public ApiRequest Session(Guid id) => Get(OneSession(id));

    /// <summary>The organization that a session was opened for.</summary>
    public ApiRequest SessionOrganization(Guid id) => Get(OneSession(id) + "/organization");

    public ApiRequest SessionEvents(Guid id, int offset, int limit) => List(OneSession(id) + "/Events", offset, limit);

    public ApiRequest SessionEvent(Guid id, Guid eventId) => Get($"{OneSession(id)}/Events/{eventId}");

    public ApiRequest SessionStatistics(Guid id) => Since(RestoreApiVersion.v8, "statistics need", Get(OneSession(id) + "/Statistics"));

    public ApiRequest StopSession(Guid id) => version == RestoreApiVersion.v5
        ? Post(OneSession(id) + "/Action", new JObject { ["stop"] = null })
        : new ApiRequest(HttpMethod.Post, Path(OneSession(id) + "/Stop"));

    /// <summary>A page of organizations. Only v8 documents pages; for earlier versions the first request contains no limit, and the server answers with the whole list.</summary>
    public ApiRequest Organizations(int offset, int limit) => List(
        "Organizations",
        offset,
        version < RestoreApiVersion.v8 && offset == 0 ? null : limit,
        ("extendedView", version == RestoreApiVersion.v5 ? null : "false"));

    /// <summary>The organization whose account the tenant logged on with.</summary>
    public ApiRequest OwnOrganization() => Get("Organization");

    /// <summary>Opens a backup of an organization; the answer is the new session, as with the methods that follow.</summary>
    public ApiRequest Explore(Guid organizationId, ExploreOptions options) => Since(
        options.RepositoryId is null ? RestoreApiVersion.v5 : RestoreApiVersion.v8,
        "to open an organization's backups from one repository needs",
        Explore($"Organizations/{organizationId}", "explore", options));

    /// <summary>Opens a backup of the tenant's own organization.</summary>
    public ApiRequest ExploreOwn(ExploreOptions options) => Explore("Organization", "Explore", options);

    /// <summary>Opens a backup of what a restore operator may restore.</summary>
    public ApiRequest ExploreAsOperator(ExploreOptions options) => Since(
        options.RepositoryId is not null ? RestoreApiVersion.v8 : options.Scope?["type"] is "Team" ? RestoreApiVersion.v7 : RestoreApiVersion.v6,
        "a restore operator's session of this kind needs",
        Explore("Organization", "OperatorExplore", options));

    public ApiRequest ExploreJob(Guid jobId, ExploreOptions options) =>
        Since(RestoreApiVersion.v6, "to open the backups of a job needs", Explore($"Jobs/{jobId}", "explore", options));

    /// <summary>Opens backup copies of an organization in a repository.</summary>
    public ApiRequest ExploreRepository(Guid repositoryId, Guid organizationId, ExploreOptions options) => Since(
        RestoreApiVersion.v7,
        "to open backup copies in a repository needs",
        Post($"BackupRepositories/{repositoryId}/explore", Body(options), $"?organizationId={organizationId}"));

    /// <summary>Opens data that was retrieved from an archive. The retrieval knows the period and the workload, so the request has no body.</summary>
    public ApiRequest ExploreRetrieval(Guid retrievalId) =>
        Since(RestoreApiVersion.v6, "to open retrieved data needs", new ApiRequest(HttpMethod.Post, Path($"DataRetrievals/{retrievalId}/explore")));

    private static string OneSession(Guid id) => $"RestoreSessions/{id}";

    // In v5, one path takes every action, which is named in the body.
    private ApiRequest Explore(string of, string action, ExploreOptions options) => version == RestoreApiVersion.v5
        ? Post($"{of}/action", new JObject { ["explore"] = Body(options) })
        : Post($"{of}/{action}", Body(options));

    private JObject Body(ExploreOptions options)
    {
        JObject body = new()
        {
            [version == RestoreApiVersion.v5 ? "datetime" : "dateTime"] = Utc(options.PointInTime),
            ["type"] = options.Type,
            ["showDeleted"] = options.ShowDeleted,
            ["showAllVersions"] = options.ShowAllVersions,
        };
        AddUnlessNull("repositoryId", options.RepositoryId);
        AddUnlessNull("reason", options.Reason);
        AddUnlessNull("scope", options.Scope);
        return body;

        void AddUnlessNull(string name, object? value)
        {
            if (value is not null)
            {
                body[name] = JToken.FromObject(value, new JsonSerializer());
            }
        }
    }

    private ApiRequest Since(RestoreApiVersion first, string what, ApiRequest request)
    {
        request.NotServed = version < first ? $"{what} {first} or later, and this connection uses {version}: the one that -ApiVersion named, or else the newest that the server serves" : null;
        return request;
    }

    private ApiRequest Post(string path, JObject body, string query = "") =>
        new(HttpMethod.Post, Path(path), query, body.ToString(Formatting.None), "application/json");

    private ApiRequest List(string path, int offset, int? limit, params (string Name, string? Value)[] query)
    {
        ApiRequest request = Get(path, [.. query, ("offset", offset == 0 ? null : Number(offset)), ("limit", limit is null ? null : Number(limit.Value))]);
        request.IsListing = true;
        request.Limit = limit;
        return request;
    }

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
