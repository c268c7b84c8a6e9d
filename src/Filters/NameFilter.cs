using RestoreSessions.Text;

namespace RestoreSessions.Filters;

/// <summary>A filter by names. It remembers what is like a name that nothing had: contoso is no organization where contoso.onmicrosoft.com is one.</summary>
/// <remarks>The threads of several servers use it at once.</remarks>
internal sealed class NameFilter
{
    private const int MostNamed = 5;

    private readonly WildcardSet _patterns;
    private readonly List<MissingName> _missing;

    /// <param name="names">The names, or patterns; null matches everything.</param>
    public NameFilter(string[]? names)
    {
        _patterns = new WildcardSet(names);
        _missing = (names ?? Array.Empty<string>()).Distinct(StringComparer.OrdinalIgnoreCase).Where(name => !WildcardSet.IsPattern(name)).Select(name => new MissingName(name)).ToList();
    }

    /// <summary>The names without wildcards that nothing had.</summary>
    public IReadOnlyList<MissingName> Missing => _missing;

    /// <summary>Whether one of the names is this one.</summary>
    public bool Match(string? name)
    {
        lock (_missing)
        {
            for (int i = _missing.Count - 1; i >= 0 && name is not null; i--)
            {
                if (_missing[i].IsThis(name))
                {
                    _missing.RemoveAt(i);
                }
            }
        }

        return _patterns.Match(name);
    }

    /// <summary>A name that nothing had.</summary>
    internal sealed class MissingName(string name)
    {
        private readonly WildcardSet _pattern = new([name]);
        private readonly SortedSet<string> _like = new(StringComparer.OrdinalIgnoreCase);

        public string Name => name;

        /// <summary>Some names that are like it, as a message has them; empty for none.</summary>
        public string Like => string.Join(", ", _like.Select(VisibleText.Truncate));

        /// <summary>Whether another name is this one; where it is only like it, it is kept.</summary>
        public bool IsThis(string other)
        {
            if (_pattern.Match(other))
            {
                return true;
            }

            if (_like.Count < MostNamed && (other.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0 || string.Equals(Person(other), Person(name), StringComparison.OrdinalIgnoreCase)))
            {
                _like.Add(other);
            }

            return false;
        }

        // j.doe of CONTOSO\j.doe and of j.doe@contoso.com.
        private static string Person(string name) => name.Substring(name.LastIndexOf('\\') + 1).Split('@')[0];
    }
}
