using RestoreSessions.Http;
using RestoreSessions.Json;
using RestoreSessions.Paging;

namespace RestoreSessions.Api;

/// <summary>The operations of the API on one connection, on behalf of one command.</summary>
/// <inheritdoc cref="RetryingClient" path="/remarks"/>
/// <param name="connection">The connection to the server.</param>
/// <param name="client">Sends the command's requests to the server.</param>
/// <param name="count">Makes the counter of a listing.</param>
/// <param name="unusable">Called for each session of a listing that cannot be read, with its identifier: the rest of the list is. Null where nobody asks.</param>
internal sealed partial class RestoreApi(ServerConnection connection, RetryingClient client, Func<ListingCount> count, Action<RestFailure, Guid>? unusable = null)
{
    // In characters. The statistics of a session contain each restored item.
    private const int LongestObject = 4 * 1024 * 1024;

    // Seconds between two looks at a session after the request to stop it. Most stop at once, others take a moment.
    private static readonly double[] PausesAfterStop = [0.2, 0.5, 1, 1.5, 2];

    private readonly Endpoints _endpoints = new(connection.ApiVersion);

    public bool ListsNewestFirst => _endpoints.ListsNewestFirst;

    /// <summary>The time on the server's clock, at most a few seconds behind.</summary>
    public DateTime ServerTimeNow => connection.ServerTime.UtcNow;

    /// <summary>Gets a session. An answer about another one is refused, so that nothing is done to a session that nobody named.</summary>
    public async Task<RestoreSession> GetSessionAsync(Guid id)
    {
        ApiRequest request = _endpoints.Session(id);
        RestoreSession session = await ReadAsync(request, ObjectReaders.Session).ConfigureAwait(false);
        return session.Id == id ? session : throw client.Unexpected(request, $"it is about session {session.Id}, and not about {id}");
    }

    /// <summary>Gets one event of a session.</summary>
    public async Task<RestoreSessionEvent> GetEventAsync(Guid sessionId, Guid eventId)
    {
        ApiRequest request = _endpoints.SessionEvent(sessionId, eventId);
        try
        {
            RestoreSessionEvent read = await ReadAsync(request, ObjectReaders.Event).ConfigureAwait(false);
            read.SessionId = sessionId;
            return read.Id == eventId ? read : throw client.Unexpected(request, $"it is about event {read.Id}, and not about {eventId}");
        }
        catch (RestFailure failure) when (failure.Kind == FailureKind.NotFound)
        {
            throw failure.As(FailureKind.EventNotFound, $"event {eventId} of restore session {sessionId}");
        }
    }

    public Task<RestoreOrganization> GetOrganizationOfAsync(Guid sessionId) => ReadAsync(_endpoints.SessionOrganization(sessionId), ObjectReaders.Organization);

    /// <summary>Gets the statistics of a session (v8 and later).</summary>
    public async Task<RestoreSessionStatistics> GetStatisticsAsync(Guid sessionId)
    {
        RestoreSessionStatistics statistics = await ReadAsync(_endpoints.SessionStatistics(sessionId), ObjectReaders.Statistics).ConfigureAwait(false);
        statistics.SessionId = sessionId;
        return statistics;
    }

    /// <summary>Stops a session and returns it as it is then: stopped, or as it still was after some seconds. One that has stopped already is no failure.</summary>
    public async Task<RestoreSession> StopSessionAsync(Guid id)
    {
        try
        {
            await client.SendAsync(_endpoints.StopSession(id)).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind is FailureKind.RequestRejected or FailureKind.ServerFailed)
        {
            // A v5 server answers 500 if the session has already stopped, so the state of the session decides.
            RestoreSession session = await GetSessionAsync(id).ConfigureAwait(false);
            if (!session.HasStopped)
            {
                throw;
            }

            return session;
        }

        RestoreSession now = await GetSessionAsync(id).ConfigureAwait(false);
        for (int looks = 0; !now.HasStopped && looks < PausesAfterStop.Length; looks++)
        {
            await client.DelayAsync(TimeSpan.FromSeconds(PausesAfterStop[looks])).ConfigureAwait(false);
            now = await GetSessionAsync(id).ConfigureAwait(false);
        }

        return now;
    }

    /// <summary>Starts a session.</summary>
    /// <param name="explore">One of the requests that open a backup.</param>
    public Task<RestoreSession> StartSessionAsync(Func<Endpoints, ApiRequest> explore) => ReadAsync(explore(_endpoints), ObjectReaders.Session);

    private async Task<T> ReadAsync<T>(ApiRequest request, ObjectReader<T> reader)
        where T : ServerObject, new()
    {
        T item = SetServer(await client.ReadAsync(request, reader, LongestObject).ConfigureAwait(false));
        return item.Unusable is null ? item : throw client.Unexpected(request, item.Unusable);
    }

    // Sets the server and the connection of every object that the module returns.
    private T SetServer<T>(T item)
        where T : ServerObject
    {
        item.Connection = connection;
        item.Server = connection.Server;
        return item;
    }
}
