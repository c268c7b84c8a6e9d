using System.Management.Automation;
using System.Net;
using System.Security;

namespace RestoreSessions.Parameters;

/// <summary>Refuses an assertion that is empty, or that contains a NUL character, at which a secure string would be cut off.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateAssertionAttribute : ValidateArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">It is such an assertion.</exception>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        string assertion = arguments is SecureString secure ? new NetworkCredential("", secure).Password : "";
        if (string.IsNullOrWhiteSpace(assertion) || assertion.Length < ((SecureString)arguments).Length)
        {
            throw new ValidationMetadataException("The assertion is empty, or contains a NUL character.");
        }
    }
}
