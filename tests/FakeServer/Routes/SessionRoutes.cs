using System.Collections.Concurrent;
using System.Text.Json;

namespace FakeServer;

/// <summary>What can be asked of one session.</summary>
internal sealed class SessionRoutes(ServerOptions options, SessionSet sessions, OrganizationSet organizations, ListRoute list)
{
    private readonly ConcurrentDictionary<Guid, int> _looks = new();

    /// <summary>GET /vN/RestoreSessions/{id}[/organization|/Events[/{id}]|/Statistics] and POST …/Stop or /Action; null where the version has no such route.</summary>
    public Task? Answer(HttpContext context, int version, Account account, Guid id, string[] rest, string body)
    {
        if (sessions.Find(id) is not { } session || !account.Sees(session))
        {
            return context.NotFoundAsync(version, $"Restore session {id}");
        }

        Guid organizationId = organizations.IdOf(session.Organization);
        return (context.Request.Method, rest) switch
        {
            ("GET", []) => SessionAsync(context, version, Look(session), 200),
            ("GET", ["ORGANIZATION"]) => context.JsonAsync(200, json => OrganizationJson.WriteOfSession(json, session.Organization, organizationId, context.LinkRoot(version))),
            ("GET", ["EVENTS"]) => list.PageAsync(
                context,
                version,
                [.. Enumerable.Range(0, session.EventCount)],
                (json, i) => EventJson.Write(json, version, session, organizationId, i),
                options.EventShape),
            ("GET", ["EVENTS", var eventId]) => EventAsync(context, version, session, organizationId, eventId),
            ("GET", ["STATISTICS"]) when version >= 8 => context.JsonAsync(200, json => StatisticsJson.Write(json, session)),
            ("POST", ["ACTION"]) when version == 5 && IsStop(body) => StopAsync(context, version, session),
            ("POST", ["STOP"]) when version >= 6 => StopAsync(context, version, session),
            _ => null,
        };
    }

    internal static Task SessionAsync(HttpContext context, int version, SessionRecord session, int status) =>
        context.JsonAsync(status, json => SessionJson.Write(json, session, version, context.LinkRoot(version)));

    private static Task EventAsync(HttpContext context, int version, SessionRecord session, Guid organizationId, string eventId)
    {
        int number = Guid.TryParse(eventId, out Guid id) ? Enumerable.Range(0, session.EventCount).FirstOrDefault(i => EventJson.IdOf(session, i) == id, -1) : -1;
        return number < 0
            ? context.NotFoundAsync(version, $"Restore session event {eventId}")
            : context.JsonAsync(200, json => EventJson.Write(json, version, session, organizationId, number));
    }

    // A stop that takes its time takes effect at some look at the session.
    private SessionRecord Look(SessionRecord session)
    {
        if (session.State != "Working" || !_looks.ContainsKey(session.Id) || _looks.AddOrUpdate(session.Id, 1, (_, looks) => looks + 1) < options.StopsAtLook)
        {
            return session;
        }

        sessions.Stop(session.Id, DateTime.UtcNow);
        return sessions.Find(session.Id)!;
    }

    private Task StopAsync(HttpContext context, int version, SessionRecord session)
    {
        if (session.State != "Working")
        {
            // v5 answers wrong states with 500 and a message (seen in clients).
            return version == 5
                ? context.ErrorAsync(version, 500, "The restore session has expired.")
                : context.ErrorAsync(version, 400, "The restore session has been stopped already.", "OperationConflict");
        }

        if (options.StopsAtLook == 0)
        {
            sessions.Stop(session.Id, DateTime.UtcNow);
        }
        else
        {
            _looks.TryAdd(session.Id, 0);
        }

        context.Response.StatusCode = version >= 8 ? 204 : 200;
        return Task.CompletedTask;
    }

    private static bool IsStop(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("stop", out JsonElement value) && value.ValueKind == JsonValueKind.Null;
    }
}
