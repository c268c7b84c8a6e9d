using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using RestoreSessions.Http;
using RestoreSessions.Json;
using RestoreSessions.Paging;

namespace RestoreSessions.Api;

/// <summary>The operations of the API on one connection, on behalf of one command.</summary>
/// <inheritdoc cref="Conversation" path="/remarks"/>
/// <param name="connection">The connection to the server.</param>
/// <param name="conversation">The command's conversation with the server.</param>
/// <param name="count">Makes the counter of a listing.</param>
internal sealed class RestoreApi(ServerConnection connection, Conversation conversation, Func<ListingCount> count)
{
    // In characters. The statistics of a session contain each restored item.
    private const int LongestObject = 4 * 1024 * 1024;

    // Between two looks at a session that was told to stop, in seconds: most stop at once, others take a moment.
    private static readonly double[] PausesAfterStop = [0.2, 0.5, 1, 1.5, 2];

    private readonly Endpoints _endpoints = new(connection.ApiVersion);

    public bool ListsNewestFirst => _endpoints.ListsNewestFirst;

    /// <summary>The time on the server's clock, at most a few seconds behind.</summary>
    public DateTime ServerTimeNow => connection.ServerTime.UtcNow;

    /// <summary>Lists sessions. A period without an end ends now by the server's clock, so that new sessions do not shift the pages.</summary>
    /// <param name="query">Which sessions.</param>
    /// <param name="emit">Called on another thread for each session as it arrives; false ends the listing.</param>
    public Task ListSessionsAsync(SessionQuery query, Func<RestoreSession, bool> emit)
    {
        SessionQuery pinned = query.StartingBetween(query.StartTimeFrom, query.StartTimeTo ?? connection.ServerTime.UtcSoon);
        return ListAsync(
            (offset, limit) => _endpoints.Sessions(pinned, offset, limit),
            ObjectReaders.Session,
            session => session.Id,
            session => !query.MatchesEnd(session) || emit(session));
    }

    /// <summary>Gets a session. An answer about another one is refused, so that nothing is done to a session that nobody named.</summary>
    public async Task<RestoreSession> GetSessionAsync(Guid id)
    {
        ApiRequest request = _endpoints.Session(id);
        RestoreSession session = await ReadAsync(request, ObjectReaders.Session).ConfigureAwait(false);
        return session.Id == id ? session : throw conversation.Fail(request, FailureKind.UnexpectedAnswer, $"it is about session {session.Id}, and not about {id}");
    }

    /// <summary>Lists the events of a session, in the server's order.</summary>
    public Task ListEventsAsync(Guid sessionId, Func<RestoreSessionEvent, bool> emit) => ListAsync(
        (offset, limit) => _endpoints.SessionEvents(sessionId, offset, limit),
        ObjectReaders.Event,
        read => read.Id,
        read =>
        {
            read.SessionId = sessionId;
            return emit(read);
        });

    public Task ListOrganizationsAsync(Func<RestoreOrganization, bool> emit) =>
        ListAsync(_endpoints.Organizations, ObjectReaders.Organization, OwnId, emit);

    public Task<RestoreOrganization> GetOrganizationOfAsync(Guid sessionId) => ReadAsync(_endpoints.SessionOrganization(sessionId), ObjectReaders.Organization);

    /// <summary>Gets the statistics of a session (v8 and later).</summary>
    public async Task<RestoreSessionStatistics> GetStatisticsAsync(Guid sessionId)
    {
        ApiRequest request = _endpoints.SessionStatistics(sessionId)
            ?? throw new RestFailure(FailureKind.ApiVersionNotServed, connection.Server, $"statistics need v8, and this connection uses {connection.ApiVersion}. Connect without -ApiVersion: v8 is used if the server serves it");
        RestoreSessionStatistics statistics = await ReadAsync(request, ObjectReaders.Statistics).ConfigureAwait(false);
        statistics.SessionId = sessionId;
        return statistics;
    }

    /// <summary>Stops a session and returns it as it is then: stopped, or as it still was after some seconds. One that has stopped already is no failure.</summary>
    public async Task<RestoreSession> StopSessionAsync(Guid id)
    {
        try
        {
            await conversation.SendAsync(_endpoints.StopSession(id)).ConfigureAwait(false);
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
            await conversation.DelayAsync(TimeSpan.FromSeconds(PausesAfterStop[looks])).ConfigureAwait(false);
            now = await GetSessionAsync(id).ConfigureAwait(false);
        }

        return now;
    }

    public Task<RestoreSession> StartSessionAsync(Guid organizationId, ExploreOptions options) =>
        ReadAsync(_endpoints.StartSession(organizationId, options), ObjectReaders.Session);

    // The contract of v6 to v8 allows an organization without an identifier; paging then knows it by its name.
    private static Guid OwnId(RestoreOrganization organization)
    {
        if (organization.Id != Guid.Empty)
        {
            return organization.Id;
        }

        using SHA256 sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(Encoding.UTF8.GetBytes(organization.Name ?? ""));
        Array.Resize(ref hash, 16);
        return new Guid(hash);
    }

    private async Task ListAsync<T>(Func<int, int, ApiRequest> request, ObjectReader<T> items, Func<T, Guid> idOf, Func<T, bool> emit)
        where T : ServerObject, new()
    {
        using Listing<T> listing = new(conversation, new ListSource<T>(request, items, idOf), item => emit(SetServer(item)), count());
        await listing.ReadAllAsync().ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(ApiRequest request, ObjectReader<T> reader)
        where T : ServerObject, new() => SetServer(await conversation.ReadAsync(request, reader, LongestObject).ConfigureAwait(false));

    // Sets the server and the connection of every object that the module returns.
    private T SetServer<T>(T item)
        where T : ServerObject
    {
        item.Connection = connection;
        item.Server = connection.Server;
        return item;
    }
}
