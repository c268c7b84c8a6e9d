using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Rejects a credential without a user name, such as <c>[pscredential]::Empty</c>; null is valid.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateUserNameAttribute : ValidateArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">The credential has no user name.</exception>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is PSCredential { UserName: null or "" })
        {
            throw new ValidationMetadataException("The credential has no user name.");
        }
    }
}
