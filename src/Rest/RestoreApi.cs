using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>The operations of the API on one connection, on behalf of one command.</summary>
/// <remarks>Every method throws <see cref="RestFailure"/> for whatever goes wrong, and <see cref="OperationCanceledException"/> when the command is stopped.</remarks>
internal sealed class RestoreApi
{
    private readonly ServerConnection _connection;
    private readonly Sender _sender;
    private readonly Endpoints _endpoints;
    private readonly Action<string> _note;
    private readonly Func<ListingCount> _count;
    private readonly CancellationToken _cancellation;

    /// <param name="connection">The server.</param>
    /// <param name="note">Told of requests, for -Verbose.</param>
    /// <param name="count">Gives what each listing counts with.</param>
    /// <param name="cancellation">Ends whatever is under way.</param>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    public RestoreApi(ServerConnection connection, Action<string> note, Func<ListingCount> count, CancellationToken cancellation)
    {
        _connection = connection;
        _sender = connection.Authorized();
        _endpoints = new Endpoints(connection.ApiVersion);
        _note = note;
        _count = count;
        _cancellation = cancellation;
    }

    public bool ListsNewestFirst => _endpoints.ListsNewestFirst;

    /// <summary>Lists sessions. Without an end the period ends now, by the server's clock, so that new sessions do not shift the pages.</summary>
    /// <param name="query">Which.</param>
    /// <param name="emit">Called for each session while the rest is still on its way, on another thread; false ends the listing.</param>
    public Task ListSessionsAsync(SessionQuery query, Func<RestoreSession, bool> emit)
    {
        SessionQuery pinned = query.StartingBetween(query.StartTimeFrom, query.StartTimeTo ?? _connection.ServerTime.UtcSoon);
        return ListAsync(new SessionPages(_endpoints, pinned, _connection), session => !query.MatchesEnd(session) || emit(session));
    }

    public async Task<RestoreSession> GetSessionAsync(Guid id) =>
        Own(await ReadAsync(_endpoints.Session(id), SessionJson.Names, SessionJson.Read).ConfigureAwait(false));

    /// <summary>Lists what happened in a session, in the server's order.</summary>
    public Task ListEventsAsync(Guid sessionId, Func<RestoreSessionEvent, bool> emit) => ListAsync(
        new ItemPages<RestoreSessionEvent>((offset, limit) => _endpoints.SessionEvents(sessionId, offset, limit), EventJson.Names, EventJson.Read, e => e.Id),
        read =>
        {
            read.SessionId = sessionId;
            read.Server = _connection.Server;
            return emit(read);
        });

    public Task ListOrganizationsAsync(Func<RestoreOrganization, bool> emit) => ListAsync(
        new ItemPages<RestoreOrganization>(_endpoints.Organizations, OrganizationJson.Names, OrganizationJson.Read, o => o.Id),
        organization => emit(Own(organization)));

    public async Task<RestoreOrganization> GetOrganizationOfAsync(Guid sessionId) =>
        Own(await ReadAsync(_endpoints.SessionOrganization(sessionId), OrganizationJson.Names, OrganizationJson.Read).ConfigureAwait(false));

    /// <summary>The statistics of a session, of which only v8 and later know.</summary>
    public async Task<RestoreSessionStatistics> GetStatisticsAsync(Guid sessionId)
    {
        ApiRequest request = _endpoints.SessionStatistics(sessionId)
            ?? throw new RestFailure(FailureKind.ApiVersionNotServed, _connection.Server, $"statistics came with v8, and this connection speaks {_connection.ApiVersion}");
        RestoreSessionStatistics statistics = await ReadAsync(request, StatisticsJson.Names, StatisticsJson.Read).ConfigureAwait(false);
        statistics.SessionId = sessionId;
        statistics.Server = _connection.Server;
        return statistics;
    }

    /// <summary>Stops a session and returns it as it is then. One that has stopped already, or meanwhile, is no failure.</summary>
    public async Task<RestoreSession> StopSessionAsync(Guid id)
    {
        try
        {
            (await _sender.SendAsync(_endpoints.StopSession(id), _note, _cancellation).ConfigureAwait(false)).Dispose();
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

    public async Task<RestoreSession> StartSessionAsync(Guid organizationId, ExploreOptions options) =>
        Own(await ReadAsync(_endpoints.StartSession(organizationId, options), SessionJson.Names, SessionJson.Read).ConfigureAwait(false));

    /// <summary>Now, by the server's clock, or a few seconds before.</summary>
    public DateTime ServerTimeNow => _connection.ServerTime.UtcNow;

    private async Task ListAsync<T>(IPaged<T> source, Func<T, bool> emit)
    {
        using Listing<T> listing = new(_sender, source, emit, _note, _count(), _cancellation);
        await listing.ReadAllAsync().ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(ApiRequest request, JsonNames names, ItemReader<T> read)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(request, names, read).ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.BrokeOff && request.IsSafe && _sender.MayRetry(attempt))
            {
                await _sender.WaitAsync(failure, attempt, _note, _cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> ReadOnceAsync<T>(ApiRequest request, JsonNames names, ItemReader<T> read)
    {
        using Answer answer = await _sender.SendAsync(request, _note, _cancellation).ConfigureAwait(false);
        using System.IO.StreamReader text = answer.OpenText();
        using JsonTextReader reader = JsonValues.Open(new BoundedText(text), names);
        try
        {
            return reader.ReadValue() == JsonToken.StartObject ? read(reader) : throw reader.Unexpected("an object");
        }
        catch (JsonException e)
        {
            throw _sender.BadAnswer(request, answer, e);
        }
    }

    private RestoreSession Own(RestoreSession session)
    {
        session.Connection = _connection;
        session.Server = _connection.Server;
        return session;
    }

    private RestoreOrganization Own(RestoreOrganization organization)
    {
        organization.Connection = _connection;
        organization.Server = _connection.Server;
        return organization;
    }
}
