using RestoreSessions.Api;
using RestoreSessions.Connections;
using RestoreSessions.Errors;
using RestoreSessions.Execution;

namespace RestoreSessions.Commands.Base;

/// <content>Which connections are used: all, the only one, or those that may have an object.</content>
public abstract partial class ConnectedCommand
{
    /// <summary>The connections to use.</summary>
    /// <remarks>Without any, the command ends with the error NotConnected.</remarks>
    private protected IReadOnlyList<ServerConnection> Resolve()
    {
        IReadOnlyList<ServerConnection> servers = Connection is null ? RunspaceConnections.Current.Open : Connection.OfType<ServerConnection>().Distinct().ToArray();
        if (servers.Count == 0)
        {
            EndWith(ErrorRecords.NotConnected());
        }

        return servers;
    }

    /// <summary>The connection to use, where only one can be meant.</summary>
    /// <remarks>Without any, or with several, the command ends with an error.</remarks>
    private protected ServerConnection ResolveOne()
    {
        IReadOnlyList<ServerConnection> servers = Resolve();
        if (servers.Count > 1)
        {
            EndWith(ErrorRecords.AmbiguousConnection(string.Join(", ", servers.Select(server => server.Server))));
        }

        return servers[0];
    }

    /// <summary>A session, and where it may be.</summary>
    private protected SessionTarget TargetOf(RestoreSession session) => new(session.Id, session, ServersOf(session));

    /// <summary>The sessions of an input, each once in a command: every event of a session names it, and a session is neither read nor stopped twice.</summary>
    /// <param name="sessions">The sessions; null where identifiers are given.</param>
    /// <param name="ids">Identifiers, to be sought on every connection.</param>
    private protected IEnumerable<SessionTarget> TargetsOf(RestoreSession[]? sessions, Guid[]? ids) =>
        (sessions?.Select(TargetOf) ?? ids!.Select(id => new SessionTarget(id, null, Resolve())))
        .Where(target => _had.Add((target.Id, target.Servers.Count == 1 ? target.First : target.Session?.Server)));

    /// <summary>Where an object may be: on the server that it names, or anywhere if it names none. Empty where that server is not connected.</summary>
    private protected IReadOnlyList<ServerConnection> ServersOf(ServerObject item)
    {
        // A script may have changed the object's text by a slip; what it came from cannot be changed.
        string? server = item.Connection is ServerConnection from ? from.Server : item.Server ?? item.Connection?.Server;
        if (string.IsNullOrEmpty(server))
        {
            return Resolve();
        }

        // An object of another runspace brings its connection along. Its user may have more rights: it serves only where this runspace has no connection to the server.
        ServerConnection? own = Connection is null && item.Connection is ServerConnection { IsOpen: true } open ? open : null;
        ServerConnection[] servers = (own is null ? Resolve() : RunspaceConnections.Current.Open).Where(one => string.Equals(one.Server, server, StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        return servers.Length == 0 && own is not null ? [own] : servers;
    }
}
