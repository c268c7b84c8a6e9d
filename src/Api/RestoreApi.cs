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
/// <param name="connection">The server.</param>
/// <param name="conversation">With it.</param>
/// <param name="count">Gives what each listing counts with.</param>
internal sealed class RestoreApi(ServerConnection connection, Conversation conversation, Func<ListingCount> count)
{
    // A session's statistics name each item that was restored.
    private const int LongestObject = 4 * 1024 * 1024;

    private readonly Endpoints _endpoints = new(connection.ApiVersion);

    public bool ListsNewestFirst => _endpoints.ListsNewestFirst;

    /// <summary>Now, by the server's clock, or a few seconds before.</summary>
    public DateTime ServerTimeNow => connection.ServerTime.UtcNow;

    /// <summary>Lists sessions. Without an end the period ends now, by the server's clock, so that new sessions do not shift the pages.</summary>
    /// <param name="query">Which.</param>
    /// <param name="emit">Called for each session while the rest is still on its way, on another thread; false ends the listing.</param>
    public Task ListSessionsAsync(SessionQuery query, Func<RestoreSession, bool> emit)
    {
        SessionQuery pinned = query.StartingBetween(query.StartTimeFrom, query.StartTimeTo ?? connection.ServerTime.UtcSoon);
        return ListAsync(
            (offset, limit) => _endpoints.Sessions(pinned, offset, limit),
            ObjectReaders.Session,
            session => session.Id,
            session => !query.MatchesEnd(session) || emit(session));
    }

    public Task<RestoreSession> GetSessionAsync(Guid id) => ReadAsync(_endpoints.Session(id), ObjectReaders.Session);

    /// <summary>Lists what happened in a session, in the server's order.</summary>
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

    /// <summary>The statistics of a session, of which only v8 and later know.</summary>
    public async Task<RestoreSessionStatistics> GetStatisticsAsync(Guid sessionId)
    {
        ApiRequest request = _endpoints.SessionStatistics(sessionId)
            ?? throw new RestFailure(FailureKind.ApiVersionNotServed, connection.Server, $"statistics came with v8, and this connection speaks {connection.ApiVersion}");
        RestoreSessionStatistics statistics = await ReadAsync(request, ObjectReaders.Statistics).ConfigureAwait(false);
        statistics.SessionId = sessionId;
        return statistics;
    }

    /// <summary>Stops a session and returns it as it is then. One that has stopped already, or meanwhile, is no failure.</summary>
    public async Task<RestoreSession> StopSessionAsync(Guid id)
    {
        try
        {
            await conversation.SendAsync(_endpoints.StopSession(id)).ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind is FailureKind.RequestRejected or FailureKind.ServerFailed)
        {
            // A v5 server answers 500 to a stop that comes too late; what counts is whether the session is working.
            RestoreSession session = await GetSessionAsync(id).ConfigureAwait(false);
            if (!session.HasStopped)
            {
                throw;
            }

            return session;
        }

        return await GetSessionAsync(id).ConfigureAwait(false);
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
        using Listing<T> listing = new(conversation, new ListSource<T>(request, items, idOf), item => emit(Own(item)), count());
        await listing.ReadAllAsync().ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(ApiRequest request, ObjectReader<T> reader)
        where T : ServerObject, new() => Own(await conversation.ReadAsync(request, reader, LongestObject).ConfigureAwait(false));

    // The one place where an object learns of the server that it came from.
    private T Own<T>(T item)
        where T : ServerObject
    {
        item.Connection = connection;
        item.Server = connection.Server;
        return item;
    }
}
