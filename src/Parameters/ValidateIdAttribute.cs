using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Refuses the empty identifier, which is what PowerShell makes of nothing within a list, and a session that has no other.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateIdAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">It is empty.</exception>
    protected override void ValidateElement(object element)
    {
        if ((element as RestoreSession)?.Id == Guid.Empty || element is Guid id && id == Guid.Empty)
        {
            throw new ValidationMetadataException("An identifier is missing or empty.");
        }
    }
}
