using System;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Rejects the empty identifier, to which PowerShell converts $null inside a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateIdAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">It is empty.</exception>
    protected override void ValidateElement(object element)
    {
        if (element is Guid id && id == Guid.Empty)
        {
            throw new ValidationMetadataException("An identifier is missing or empty.");
        }
    }
}
