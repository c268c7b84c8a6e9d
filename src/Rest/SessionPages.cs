using System;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>The listing of restore sessions within a period.</summary>
internal sealed class SessionPages : IPaged<RestoreSession>
{
    private readonly Endpoints _endpoints;
    private readonly RestoreConnection _connection;
    private SessionQuery _query;
    private DateTime? _last;
    private bool _isAscending = true;
    private bool _isDescending = true;

    public SessionPages(Endpoints endpoints, SessionQuery query, RestoreConnection connection)
    {
        _endpoints = endpoints;
        _query = query;
        _connection = connection;
    }

    public JsonNames Names => SessionJson.Names;

    public ApiRequest Request(int offset, int limit) => _endpoints.Sessions(_query, offset, limit);

    public void BeginPage() => _last = null;

    [MethodImpl(Jit.Hot)]
    public RestoreSession Read(JsonTextReader reader)
    {
        RestoreSession session = SessionJson.Read(reader);
        session.Connection = _connection;
        session.Server = _connection.Server;
        _isAscending &= !(session.CreationTimeUtc < _last);
        _isDescending &= !(session.CreationTimeUtc > _last);
        _last = session.CreationTimeUtc;
        return session;
    }

    public Guid IdOf(RestoreSession item) => item.Id;

    /// <summary>Continues by time, where the server's pages are in the order of time: from the last session read, and those of its very tick.</summary>
    public bool TryContinueWithoutOffset()
    {
        if (_last is not { } last || _isAscending == _isDescending)
        {
            return false;
        }

        SessionQuery next = _isDescending
            ? _query.StartingBetween(_query.StartTimeFrom, last.AddTicks(1))
            : _query.StartingBetween(last.AddTicks(-1), _query.StartTimeTo);
        bool isNew = next.StartTimeFrom != _query.StartTimeFrom || next.StartTimeTo != _query.StartTimeTo;
        _query = next;
        return isNew;
    }
}
