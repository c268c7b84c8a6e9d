using System.Management.Automation;

namespace RestoreSessions.Filters;

/// <summary>Several texts of one parameter, of which one has to match: as the text that it is, or as a wildcard pattern. Case does not matter, and no culture.</summary>
/// <remarks>So a name finds itself, whatever is in it. Text that is no valid pattern is nothing but a text.</remarks>
internal sealed class WildcardSet
{
    private readonly HashSet<string>? _texts;
    private readonly WildcardPattern[] _patterns;

    /// <param name="texts">Null matches everything.</param>
    public WildcardSet(string[]? texts)
    {
        // A pattern without wildcards is compared as a culture does it, which takes two names for one where they differ by what cannot be seen.
        _texts = texts is null ? null : new HashSet<string>(texts.Concat(texts.Select(WildcardPattern.Unescape)), StringComparer.OrdinalIgnoreCase);
        _patterns = (texts ?? Array.Empty<string>()).Where(IsPattern).Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray();
    }

    public bool Match(string? text) => _texts is null || _texts.Contains(text ?? "") || (_patterns.Length > 0 && MatchAny(text ?? ""));

    /// <summary>Whether the text has wildcards, and they make a pattern.</summary>
    public static bool IsPattern(string text)
    {
        try
        {
            // A pattern is parsed when it is used first.
            _ = new WildcardPattern(text).IsMatch("");
            return WildcardPattern.ContainsWildcardCharacters(text);
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }

    // In a method of its own: a method with a lambda creates an object at each call, even if the lambda is not used.
    private bool MatchAny(string text) => _patterns.Any(pattern => pattern.IsMatch(text));
}
