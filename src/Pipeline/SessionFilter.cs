using System;
using System.Collections.Generic;

namespace RestoreSessions.Pipeline;

/// <summary>What the client filters sessions by, because no version of the server does.</summary>
internal sealed class SessionFilter
{
    private readonly List<Predicate<RestoreSession>> _given = new();

    /// <summary>Null for a filter that is not given.</summary>
    public SessionFilter(string[]? type, string[]? state, string[]? result, string[]? organization, string[]? initiatedBy, string[]? name)
    {
        Add(type, (patterns, session) => patterns.Match(session.Type) || patterns.Match(session.Workload));
        Add(state, (patterns, session) => patterns.Match(session.State));
        Add(result, (patterns, session) => patterns.Match(session.Result));
        Add(organization, (patterns, session) => patterns.Match(session.Organization));
        Add(initiatedBy, (patterns, session) => patterns.Match(session.InitiatedBy));
        Add(name, (patterns, session) => patterns.Match(session.Name));
    }

    public bool Match(RestoreSession session) => _given.TrueForAll(filter => filter(session));

    private void Add(string[]? values, Func<Patterns, RestoreSession, bool> match)
    {
        if (values is not null)
        {
            Patterns patterns = new(values);
            _given.Add(session => match(patterns, session));
        }
    }
}
