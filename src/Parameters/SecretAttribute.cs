using System.Management.Automation;
using System.Security;

namespace RestoreSessions.Parameters;

/// <summary>Takes a secure string alone. PowerShell's own error for any other value would repeat it, and it may be the secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <exception cref="ArgumentTransformationMetadataException">It is none.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or SecureString
            ? inputData
            : throw new ArgumentTransformationMetadataException("It must be a secure string, as Get-Secret or Read-Host -AsSecureString return it. What was given is not repeated here.");
}
