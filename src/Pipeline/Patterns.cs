using System;
using System.Linq;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Several wildcard patterns of one parameter, of which one has to match. Case does not matter, and no culture.</summary>
internal sealed class Patterns
{
    private readonly WildcardPattern[]? _patterns;

    /// <param name="patterns">Null matches everything.</param>
    public Patterns(string[]? patterns) => _patterns = patterns is null
        ? null
        : Array.ConvertAll(patterns, p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant));

    public bool Match(string? text) => _patterns is null || MatchAny(_patterns, text ?? "");

    // Apart, because a lambda costs an object for each call of the method that it is in.
    private static bool MatchAny(WildcardPattern[] patterns, string text) => patterns.Any(pattern => pattern.IsMatch(text));
}
