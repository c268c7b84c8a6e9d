using System.Collections.Concurrent;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Filters;
using RestoreSessions.Http;

namespace RestoreSessions.Commands;

/// <content>Which organization is meant, where the user has named it by its name or identifier alone.</content>
public sealed partial class StartRestoreSessionCommand
{
    /// <summary>The organization with the connection to its server; null where there is not exactly one, and the error has been written.</summary>
    private RestoreOrganization? Find(RestoreOrganization named)
    {
        IReadOnlyList<ServerConnection> servers = ServersOf(named);
        if (servers.Count == 0)
        {
            WriteError(ErrorRecords.From(RestFailure.NoConnectionTo(named.Server ?? named.Connection!.Server), named));
            return null;
        }

        if (named.Connection is ServerConnection own && servers.Contains(own))
        {
            return named;
        }

        ConcurrentQueue<RestoreOrganization> matches = new();
        ConcurrentQueue<string> unasked = new();
        NameFilter like = new(named.Name is null ? null : [named.Name]);
        bool IsNamed(RestoreOrganization candidate) =>
            named.Id == Guid.Empty ? string.Equals(candidate.Name, named.Name, StringComparison.OrdinalIgnoreCase) : candidate.Id == named.Id;
        RunOnEach(servers, async (server, output) =>
        {
            try
            {
                await output.Open(server).ListOrganizationsAsync(candidates =>
                {
                    foreach (RestoreOrganization candidate in candidates)
                    {
                        like.Match(candidate.Name);
                        if (IsNamed(candidate))
                        {
                            matches.Enqueue(candidate);
                        }
                    }
                }).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                unasked.Enqueue(failure.Server);
                throw;
            }
        });
        RestoreOrganization[] found = matches.ToArray();
        if (found.Length == 1 && unasked.IsEmpty)
        {
            return found[0];
        }

        // A server that could not be asked may have it, and its error has been written: to start on another one would be a guess.
        if (found.Length > 0)
        {
            WriteError(ErrorRecords.AmbiguousOrganization(named.ToString(), found.Select(o => o.Server!), unasked));
        }
        else if (unasked.IsEmpty)
        {
            WriteError(ErrorRecords.RestoreOrganizationNotFound(named.ToString(), like.Missing.Count > 0 ? like.Missing[0].Like : ""));
        }

        return null;
    }
}
