using System;

namespace RestoreSessions.Rest;

/// <summary>Which sessions to list, in the terms the server filters by.</summary>
internal sealed class SessionQuery
{
    /// <summary>Only sessions that started after this moment, UTC.</summary>
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Only sessions that started prior to this moment, UTC.</summary>
    public DateTime? StartTimeTo { get; set; }
}
