using RestoreSessions.Http;
using RestoreSessions.Json;
using RestoreSessions.Paging;

namespace RestoreSessions.Api;

/// <content>Lists, whose items are emitted as they arrive.</content>
internal sealed partial class RestoreApi
{
    /// <summary>Lists sessions. A period without an end ends now, so that new sessions do not shift the pages.</summary>
    /// <param name="query">Which sessions.</param>
    /// <param name="emit">Called on another thread with the sessions that have arrived together.</param>
    /// <param name="isEnough">Asked after each call; true ends the listing. Null for one that is read to its end.</param>
    public Task ListSessionsAsync(SessionQuery query, Action<IReadOnlyList<RestoreSession>> emit, Func<bool>? isEnough = null)
    {
        SessionQuery pinned = query.StartingBetween(query.StartTimeFrom, query.StartTimeTo ?? (query.HasOpenEnd ? null : connection.ServerTime.UtcSoon));
        bool isFilteredHere = query.HasEnd && !_endpoints.FiltersByEndTime;
        return ListAsync(
            (offset, limit) => _endpoints.Sessions(pinned, offset, limit),
            ObjectReaders.Session,
            isFilteredHere ? sessions => emit(sessions.Where(query.MatchesEnd).ToList()) : emit,
            isEnough);
    }

    /// <summary>Lists the events of a session, in the server's order.</summary>
    public Task ListEventsAsync(Guid sessionId, Action<IReadOnlyList<RestoreSessionEvent>> emit) => ListAsync(
        (offset, limit) => _endpoints.SessionEvents(sessionId, offset, limit),
        ObjectReaders.Event,
        events =>
        {
            foreach (RestoreSessionEvent read in events)
            {
                read.SessionId = sessionId;
            }

            emit(events);
        });

    /// <summary>Lists the organizations; for a tenant, who may not list them, its own alone.</summary>
    public async Task ListOrganizationsAsync(Action<IReadOnlyList<RestoreOrganization>> emit)
    {
        bool isListed = false;
        try
        {
            await ListAsync(_endpoints.Organizations, ObjectReaders.Organization, organizations =>
            {
                isListed = true;
                emit(organizations);
            }).ConfigureAwait(false);
        }
        catch (RestFailure denied) when (denied.Kind == FailureKind.AccessDenied && !isListed)
        {
            if (await FindOwnOrganizationAsync().ConfigureAwait(false) is not { } own)
            {
                throw;
            }

            emit([own]);
        }
    }

    // Administrators and restore operators have no organization of their own.
    private async Task<RestoreOrganization?> FindOwnOrganizationAsync()
    {
        try
        {
            RestoreOrganization own = await ReadAsync(_endpoints.OwnOrganization(), ObjectReaders.Organization).ConfigureAwait(false);
            own.IsOwn = true;
            return own;
        }
        catch (RestFailure failure) when (failure.Kind is FailureKind.AccessDenied or FailureKind.NotFound)
        {
            return null;
        }
    }

    private async Task ListAsync<T>(Func<int, int, ApiRequest> page, ObjectReader<T> items, Action<IReadOnlyList<T>> emit, Func<bool>? isEnough = null)
        where T : ServerObject, new()
    {
        using Listing<T> listing = new(client, page, items, arrived => emit(Usable(arrived, page)), count(), isEnough);
        await listing.ReadAllAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<T> Usable<T>(IReadOnlyList<T> arrived, Func<int, int, ApiRequest> page)
        where T : ServerObject, new()
    {
        bool areAllUsable = true;
        foreach (T item in arrived)
        {
            SetServer(item);
            if (item.Unusable is not null)
            {
                areAllUsable = false;
                unusable?.Invoke(client.Unexpected(page(0, 1), item.Unusable), item.Key);
            }
        }

        return areAllUsable ? arrived : arrived.Where(item => item.Unusable is null).ToList();
    }
}

/// <summary>Which sessions to list: the filters of the server.</summary>
internal sealed class SessionQuery
{
    /// <summary>Only sessions that started after this moment, UTC.</summary>
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Only sessions that started prior to this moment, UTC.</summary>
    public DateTime? StartTimeTo { get; set; }

    /// <summary>Whether a period of starting without an end also has the sessions that start in the future, because a clock was ahead.</summary>
    public bool HasOpenEnd { get; set; }

    /// <summary>Only sessions that ended after this moment, UTC.</summary>
    public DateTime? EndTimeFrom { get; set; }

    /// <summary>Only sessions that ended prior to this moment, UTC.</summary>
    public DateTime? EndTimeTo { get; set; }

    /// <summary>Whether the server is asked for the newest sessions first; only v8 and later can be asked.</summary>
    public bool NewestFirst { get; set; }

    /// <summary>A copy with another period of starting.</summary>
    public SessionQuery StartingBetween(DateTime? from, DateTime? to) =>
        new() { StartTimeFrom = from, StartTimeTo = to, EndTimeFrom = EndTimeFrom, EndTimeTo = EndTimeTo, NewestFirst = NewestFirst, HasOpenEnd = HasOpenEnd };

    /// <summary>Whether there is a period of ending.</summary>
    public bool HasEnd => EndTimeFrom is not null || EndTimeTo is not null;

    /// <summary>Whether a session ended within the period, for servers before v8, which do not filter by it. A working session has not ended.</summary>
    /// <remarks>A session that has stopped without an end that can be may have ended within the period, and so it matches.</remarks>
    public bool MatchesEnd(RestoreSession session) => session.EndTimeUtc is { } end ? !(end <= EndTimeFrom) && !(end >= EndTimeTo) : session.HasStopped;
}
