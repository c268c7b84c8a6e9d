using System.Collections.Concurrent;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Filters;
using RestoreSessions.Http;

namespace RestoreSessions.Commands;

/// <content>How sessions are read and filtered.</content>
public sealed partial class GetRestoreSessionCommand
{
    private readonly List<RestoreOrganization> _organizations = new();

    private void WriteAll(IEnumerable<SessionTarget> targets) =>
        ForEach(targets, async (target, output) => output.Write(await target.LookAsync(output).ConfigureAwait(false)));

    private void TakePeriod()
    {
        if (InputObject is null)
        {
            WritePeriod(Resolve(), Filter());
        }
        else
        {
            _organizations.AddRange(InputObject.Cast<RestoreOrganization>());
        }
    }

    // One listing of each server for all of its organizations.
    private void WriteOrganizations()
    {
        HashSet<ServerConnection> servers = new();
        foreach (RestoreOrganization organization in _organizations)
        {
            IReadOnlyList<ServerConnection> own = ServersOf(organization);
            if (organization.Name is null)
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

    private void WritePeriod(IReadOnlyList<ServerConnection> servers, SessionFilter filter)
    {
        RefuseReversed(StartTimeFrom, StartTimeTo, nameof(StartTimeFrom), nameof(StartTimeTo));
        RefuseReversed(EndTimeFrom, EndTimeTo, nameof(EndTimeFrom), nameof(EndTimeTo));
        SessionQuery query = new() { StartTimeFrom = StartTimeFrom, StartTimeTo = StartTimeTo, EndTimeFrom = EndTimeFrom, EndTimeTo = EndTimeTo };
        if (Last > 0)
        {
            WriteNewest(servers, query, filter);
        }
        else
        {
            ListOnEach(servers, (api, output) => api.ListSessionsAsync(query, sessions => output.WriteAll(sessions.Where(filter.Match))));
        }

        foreach (string warning in filter.Warnings)
        {
            WriteWarning(warning);
        }
    }

    private SessionFilter Filter() => new SessionFilter()
        .AddWords(Type, session => session.Type, session => session.Workload)
        .AddWords(State, session => session.State)
        .AddWords(Result, session => session.Result)
        .AddWords(Outcome, session => session.Outcome)
        .AddNames(nameof(Organization), Organization, session => session.Organization)
        .AddNames(nameof(InitiatedBy), InitiatedBy, session => session.InitiatedBy)
        .AddNames(nameof(Name), Name, session => session.Name);

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
