using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Api;

/// <content>Lists, whose items are emitted as they arrive.</content>
internal sealed partial class RestoreApi
{
    /// <summary>Lists sessions. A period without an end ends now, so that new sessions do not shift the pages.</summary>
    /// <param name="query">Which sessions.</param>
    /// <param name="emit">Called on another thread with the sessions that have arrived together; false ends the listing.</param>
    public Task ListSessionsAsync(SessionQuery query, Func<IReadOnlyList<RestoreSession>, bool> emit)
    {
        SessionQuery pinned = query.StartingBetween(query.StartTimeFrom, query.StartTimeTo ?? (query.HasOpenEnd ? null : connection.ServerTime.UtcSoon));
        return ListAsync(
            new ListSource<RestoreSession>((offset, limit) => _endpoints.Sessions(pinned, offset, limit), ObjectReaders.Session, session => session.Id),
            sessions => emit(query.HasEnd && !_endpoints.FiltersByEndTime ? sessions.Where(query.MatchesEnd).ToList() : sessions));
    }

    /// <inheritdoc cref="ListSessionsAsync(SessionQuery, Func{IReadOnlyList{RestoreSession}, bool})"/>
    public Task ListSessionsAsync(SessionQuery query, Action<IReadOnlyList<RestoreSession>> emit) => ListSessionsAsync(query, ToTheEnd(emit));

    /// <summary>Lists the events of a session, in the server's order.</summary>
    public Task ListEventsAsync(Guid sessionId, Action<IReadOnlyList<RestoreSessionEvent>> emit) => ListAsync(
        new ListSource<RestoreSessionEvent>((offset, limit) => _endpoints.SessionEvents(sessionId, offset, limit), ObjectReaders.Event, read => read.Id),
        ToTheEnd<RestoreSessionEvent>(events =>
        {
            foreach (RestoreSessionEvent read in events)
            {
                read.SessionId = sessionId;
            }

            emit(events);
        }));

    /// <summary>Lists the organizations; for a tenant, who may not list them, its own alone.</summary>
    public async Task ListOrganizationsAsync(Action<IReadOnlyList<RestoreOrganization>> emit)
    {
        bool isListed = false;
        try
        {
            ListSource<RestoreOrganization> source = new(_endpoints.Organizations, ObjectReaders.Organization, OrganizationKey.Of, _endpoints.ListsOrganizationsWhole);
            await ListAsync(source, ToTheEnd<RestoreOrganization>(organizations =>
            {
                isListed = true;
                emit(organizations);
            })).ConfigureAwait(false);
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

    private async Task ListAsync<T>(ListSource<T> source, Func<IReadOnlyList<T>, bool> emit)
        where T : ServerObject, new()
    {
        bool Emit(IReadOnlyList<T> arrived)
        {
            bool areAllUsable = true;
            foreach (T item in arrived)
            {
                SetServer(item);
                areAllUsable &= item.Unusable is null;
            }

            return emit(areAllUsable ? arrived : Usable(source, arrived));
        }

        using Listing<T> listing = new(client, source, Emit, count());
        await listing.ReadAllAsync().ConfigureAwait(false);
    }

    private List<T> Usable<T>(ListSource<T> source, IReadOnlyList<T> arrived)
        where T : ServerObject, new()
    {
        foreach (T item in arrived.Where(item => item.Unusable is not null))
        {
            unusable?.Invoke(client.Fail(source.Request(0, 1), FailureKind.UnexpectedAnswer, item.Unusable!), source.IdOf(item));
        }

        return arrived.Where(item => item.Unusable is null).ToList();
    }

    private static Func<IReadOnlyList<T>, bool> ToTheEnd<T>(Action<IReadOnlyList<T>> emit) => items =>
    {
        emit(items);
        return true;
    };
}
