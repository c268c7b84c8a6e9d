using System;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Refuses a credential without a user name, such as <c>[pscredential]::Empty</c>. None at all is for the parameter to allow.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateUserNameAttribute : ValidateArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">It has none.</exception>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is PSCredential { UserName: null or "" })
        {
            throw new ValidationMetadataException("The credential has no user name.");
        }
    }
}
