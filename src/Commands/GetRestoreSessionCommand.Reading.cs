using System.Collections.Concurrent;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Filters;
using RestoreSessions.Http;

namespace RestoreSessions.Commands;

/// <content>Periods of organizations, and the newest sessions of a period.</content>
public sealed partial class GetRestoreSessionCommand
{
    private readonly List<RestoreOrganization> _organizations = new();

    // One listing of each server for all of its organizations.
    private void WriteOrganizations()
    {
        HashSet<ServerConnection> servers = new();
        foreach (RestoreOrganization organization in _organizations)
        {
            IReadOnlyList<ServerConnection> own = ServersOf(organization);
            if (string.IsNullOrEmpty(organization.Name))
            {
                WriteError(ErrorRecords.OrganizationWithoutName(organization));
            }
            else if (own.Count == 0)
            {
                WriteError(ErrorRecords.From(RestFailure.NoConnectionTo(organization.Server ?? organization.Connection!.Server), organization));
            }
            else
            {
                servers.UnionWith(own);
            }
        }

        if (servers.Count > 0)
        {
            WritePeriod(servers.ToArray(), Filter().AddOrganizations(_organizations));
        }
    }

    private void WriteNewest(IReadOnlyList<ServerConnection> servers, SessionQuery query, SessionFilter filter)
    {
        // Of a server whose listing failed nothing is written: the newest of what arrived need not be the server's newest.
        ConcurrentQueue<NewestSessions> complete = new();
        query.NewestFirst = true;
        ListOnEach(servers, async (api, _) =>
        {
            NewestSessions ofServer = new(Last);
            bool isEnough = false;
            await api.ListSessionsAsync(query, sessions => isEnough = !ofServer.AddAll(sessions, filter.Match) && api.ListsNewestFirst, () => isEnough).ConfigureAwait(false);
            complete.Enqueue(ofServer);
        });
        NewestSessions newest = new(Last);
        newest.AddAll(complete.SelectMany(ofServer => ofServer.ToList()));
        foreach (RestoreSession session in newest.ToList())
        {
            WriteItem(session);
        }
    }
}
