using RestoreSessions.Api;
using RestoreSessions.Http;

namespace RestoreSessions.Execution;

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

    /// <summary>Those to ask, in this order; none where the session's own server is not connected.</summary>
    public IReadOnlyList<ServerConnection> Servers { get; }

    /// <summary>The first to ask; null where there is none.</summary>
    public ServerConnection? First => Servers.Count > 0 ? Servers[0] : null;

    /// <summary>What an error record names.</summary>
    public object ForErrors => Session ?? (object)Id;

    /// <summary>The server that has the session. Where only one comes into question, it is not asked.</summary>
    /// <exception cref="RestFailure">None has it.</exception>
    public async Task<RestoreApi> LocateAsync(CommandOutput output)
    {
        ServerConnection[] open = Open();
        ServerConnection server = open.Length == 1 ? open[0] : (ServerConnection)(await LookAsync(output).ConfigureAwait(false)).Connection!;
        return output.Open(server);
    }

    /// <summary>All events of the session.</summary>
    /// <exception cref="RestFailure">They cannot be read.</exception>
    public async Task<IReadOnlyList<RestoreSessionEvent>> ReadEventsAsync(CommandOutput output)
    {
        List<RestoreSessionEvent> events = new();
        RestoreApi api = await LocateAsync(output).ConfigureAwait(false);
        await api.ListEventsAsync(Id, events.AddRange).ConfigureAwait(false);
        return events;
    }

    /// <summary>The session as the first server that has it says now.</summary>
    /// <exception cref="RestFailure">None has it.</exception>
    public async Task<RestoreSession> LookAsync(CommandOutput output)
    {
        SearchFailure why = new();
        foreach (ServerConnection server in Open())
        {
            try
            {
                return await output.Open(server).GetSessionAsync(Id).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                why.Add(failure);
            }
        }

        throw why.Failure!;
    }

    /// <summary>The session as its server says now, for a command that will act on it: every server is asked, so that none is acted on by chance.</summary>
    /// <exception cref="RestFailure">None has it, several have it, or one that may have it could not be asked.</exception>
    public async Task<RestoreSession> LookEverywhereAsync(CommandOutput output)
    {
        (RestoreSession? Session, RestFailure? Failure)[] answers =
            await Task.WhenAll(Open().Select(server => TryLookAsync(server, output))).ConfigureAwait(false);
        RestoreSession[] found = answers.Select(answer => answer.Session).OfType<RestoreSession>().ToArray();
        RestFailure[] failures = answers.Select(answer => answer.Failure).OfType<RestFailure>().ToArray();
        RestFailure? unasked = failures.FirstOrDefault(failure => failure.Kind != FailureKind.NotFound);
        if (found.Length == 0)
        {
            SearchFailure why = new();
            Array.ForEach(failures, why.Add);
            throw unasked ?? why.Failure!;
        }

        return found.Length > 1 ? throw RestFailure.Ambiguous(found[0].Server!, $"{string.Join(" and ", found.Select(session => session.Server))} have this session")
            : unasked is not null ? throw RestFailure.Ambiguous(found[0].Server!, $"{found[0].Server} has this session, and {unasked.Server}, which may have it, too, could not be asked ({unasked.Message})")
            : found[0];
    }

    private async Task<(RestoreSession?, RestFailure?)> TryLookAsync(ServerConnection server, CommandOutput output)
    {
        try
        {
            return (await output.Open(server).GetSessionAsync(Id).ConfigureAwait(false), null);
        }
        catch (RestFailure failure)
        {
            return (null, failure);
        }
    }

    // At the moment of use: a connection may have been closed since the session was taken in.
    private ServerConnection[] Open()
    {
        ServerConnection[] open = Servers.Where(server => server.IsOpen).ToArray();
        return open.Length > 0 ? open : throw (First is not null ? RestFailure.Closed(First.Server) : RestFailure.NoConnectionTo(Session?.Server ?? ""));
    }
}
