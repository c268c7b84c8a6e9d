using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Rejects an invalid wildcard pattern when the parameter is bound, before anything is sent.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateWildcardAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">The pattern is not valid.</exception>
    protected override void ValidateElement(object element)
    {
        try
        {
            new WildcardPattern(element as string ?? "").IsMatch("");
        }
        catch (WildcardPatternException)
        {
            throw new ValidationMetadataException($"'{element}' is not a valid wildcard pattern: put a backtick before a literal bracket.");
        }
    }
}
