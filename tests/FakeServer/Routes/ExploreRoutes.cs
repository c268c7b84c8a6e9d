using System.Collections.Concurrent;
using System.Text.Json;

namespace FakeServer;

/// <summary>The ways to start a restore session.</summary>
internal sealed class ExploreRoutes(ServerOptions options, SessionSet sessions, OrganizationSet organizations, ConcurrentQueue<StartRecord> started)
{
    /// <summary>POST …/explore, in v5 …/action; null where the version has no such route.</summary>
    public Task? Answer(HttpContext context, int version, Account account, string[] path, string body)
    {
        string action = version == 5 ? "ACTION" : "EXPLORE";
        StartRecord start = new() { StartedBy = account.Kind };
        bool isFor(string what, int since) => version >= since && path is [var room, _, var last] && room == what && last == action;
        Guid id = path.Length == 3 && Guid.TryParse(path[1], out Guid given) ? given : Guid.Empty;
        if (context.Request.Method != "POST")
        {
            return null;
        }

        if (path is ["ORGANIZATION", var own] && own == action)
        {
            return StartAsync(context, version, account, AccountKind.Tenant, organizations.Find(account.Organization), start, body);
        }

        if (version >= 6 && path is ["ORGANIZATION", "OPERATOREXPLORE"])
        {
            return StartAsync(context, version, account, AccountKind.Operator, organizations.Find(account.Organization), start, body);
        }

        if (isFor("ORGANIZATIONS", 5))
        {
            return StartAsync(context, version, account, AccountKind.Administrator, organizations.Find(id), start, body);
        }

        if (isFor("JOBS", 6))
        {
            return StartAsync(context, version, account, AccountKind.Administrator, organizations.All.FirstOrDefault(o => o.JobId == id), start with { JobId = id }, body);
        }

        if (isFor("DATARETRIEVALS", 6))
        {
            // The retrieval itself knows the period and the workload: the request has no body (vendor's OpenAPI).
            OrganizationRecord? retrieved = organizations.All.FirstOrDefault(o => o.DataRetrievalId == id);
            return StartAsync(context, version, account, AccountKind.Administrator, retrieved, start with { DataRetrievalId = id }, "{}");
        }

        if (isFor("BACKUPREPOSITORIES", 7))
        {
            return Guid.TryParse(context.Request.Query["organizationId"], out Guid organizationId)
                ? StartAsync(context, version, account, AccountKind.Administrator, organizations.Find(organizationId), start with { RepositoryId = id }, body)
                : context.ErrorAsync(version, 400, "The value of organizationId is required.", "ParameterValidationFailure");
        }

        return null;
    }

    private Task StartAsync(HttpContext context, int version, Account account, AccountKind allowed, OrganizationRecord? organization, StartRecord start, string body)
    {
        if (account.Kind != allowed)
        {
            return context.DenyAsync(version);
        }

        try
        {
            start = ExploreOptions.Read(start, body, version);
        }
        catch (FormatException e)
        {
            return context.ErrorAsync(version, 400, e.Message, "ParameterValidationFailure");
        }

        if (organization is null || (start.RepositoryId is not null && organizations.All.All(o => o.RepositoryId != start.RepositoryId)))
        {
            return context.NotFoundAsync(version, "What was to be explored");
        }

        if (options.IsProxyOffline)
        {
            return context.ErrorAsync(version, 500, "The backup proxy is offline.", "ProxyOffline");
        }

        SessionRecord session = Open(account, organization, start);
        sessions.Add(session);
        started.Enqueue(start with { SessionId = session.Id, Organization = organization.Name });
        return SessionRoutes.SessionAsync(context, version, session, version is 6 or 7 ? 200 : 201);
    }

    private static SessionRecord Open(Account account, OrganizationRecord organization, StartRecord start)
    {
        SessionRecord session = new()
        {
            CreationTime = DateTime.UtcNow,
            Type = start.Type ?? "Vex",
            State = "Working",
            Organization = organization.Name,
            Reason = start.Reason ?? "",
            ScopeName = start.Scope is null ? "" : NameOf(start.Scope),
        };
        return account.Kind == AccountKind.Administrator ? session : session with { InitiatedBy = account.UserName };
    }

    // A scope is {"type":"User","user":{"id":…,"displayName":…}}, and so on for Group, Site and Team; a site has a title (vendor's OpenAPI).
    private static string NameOf(string scope)
    {
        using JsonDocument document = JsonDocument.Parse(scope);
        return document.RootElement.EnumerateObject().Select(p => p.Value).Where(v => v.ValueKind == JsonValueKind.Object)
            .SelectMany(v => v.EnumerateObject()).FirstOrDefault(p => p.Name is "displayName" or "title" or "name").Value is { ValueKind: JsonValueKind.String } name
            ? name.GetString()! : "";
    }
}
