using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>A session that a command works on, and the connections where it may be.</summary>
internal sealed class SessionTarget
{
    public SessionTarget(Guid id, RestoreSession? session, IReadOnlyList<ServerConnection> servers)
    {
        Id = id;
        Session = session;
        Servers = servers;
    }

    public Guid Id { get; }

    /// <summary>The session as it was when it was read; null when the user gave the identifier alone.</summary>
    public RestoreSession? Session { get; }

    public IReadOnlyList<ServerConnection> Servers { get; }

    /// <summary>What an error record names.</summary>
    public object ForErrors => Session ?? (object)Id;

    /// <summary>The connection that has the session.</summary>
    /// <exception cref="RestFailure">None has it.</exception>
    public async Task<RestoreApi> LocateAsync(CommandOutput output, CancellationToken cancellation)
    {
        RestFailure? why = null;
        foreach (ServerConnection server in Servers)
        {
            RestoreApi api = output.Open(server, cancellation);
            if (Servers.Count == 1)
            {
                return api;
            }

            try
            {
                await api.GetSessionAsync(Id).ConfigureAwait(false);
                return api;
            }
            catch (RestFailure failure)
            {
                // The failure of a server is reported before a server's answer that it does not have the session.
                why = why is null || why.Kind == FailureKind.NotFound ? failure : why;
            }
        }

        throw why!;
    }
}
