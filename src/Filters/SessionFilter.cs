using RestoreSessions.Text;

namespace RestoreSessions.Filters;

/// <summary>What the client filters sessions by, because no version of the server does.</summary>
internal sealed class SessionFilter
{
    private readonly List<Predicate<RestoreSession>> _given = new();
    private readonly List<(string Parameter, NameFilter Filter)> _names = new();

    /// <summary>What is to be said of names without wildcards that no session had, where sessions had names like them.</summary>
    public IEnumerable<string> Warnings =>
        from named in _names
        from missing in named.Filter.Missing
        where missing.Like.Length > 0
        select $"-{named.Parameter} '{VisibleText.Truncate(missing.Name)}' matches none of the sessions that were read. Like it are: {missing.Like}. Wildcards are allowed.";

    /// <summary>A filter by words, of which a session has one or more; null for one that is not given.</summary>
    public SessionFilter AddWords(string[]? words, Func<RestoreSession, string> wordOf, Func<RestoreSession, string>? otherWordOf = null)
    {
        if (words is not null)
        {
            WildcardSet patterns = new(words);
            _given.Add(session => patterns.Match(wordOf(session)) || (otherWordOf is not null && patterns.Match(otherWordOf(session))));
        }

        return this;
    }

    /// <summary>A filter by names of a parameter; null for one that is not given.</summary>
    public SessionFilter AddNames(string parameter, string[]? names, Func<RestoreSession, string?> nameOf)
    {
        if (names is not null)
        {
            NameFilter filter = new(names);
            _names.Add((parameter, filter));
            _given.Add(session => filter.Match(nameOf(session)));
        }

        return this;
    }

    /// <summary>A filter by organizations, each of its server or, where it names none, of any.</summary>
    public SessionFilter AddOrganizations(IReadOnlyList<RestoreOrganization> organizations)
    {
        _given.Add(session => organizations.Any(organization => IsOf(session, organization)));
        return this;
    }

    /// <summary>Whether the session is one to write. Each filter sees every session, so that it knows what there is.</summary>
    public bool Match(RestoreSession session)
    {
        bool isWanted = true;
        foreach (Predicate<RestoreSession> filter in _given)
        {
            isWanted &= filter(session);
        }

        return isWanted;
    }

    private static bool IsOf(RestoreSession session, RestoreOrganization organization) =>
        organization.Name is not null && string.Equals(session.Organization, organization.Name, StringComparison.OrdinalIgnoreCase)
        && (string.IsNullOrEmpty(organization.Server) || string.Equals(session.Server, organization.Server, StringComparison.OrdinalIgnoreCase));
}
