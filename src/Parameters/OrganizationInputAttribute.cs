using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Makes a list of an organization that is piped, so that PowerShell binds it here before it tries the parameter for sessions.</summary>
/// <remarks>Of the parameters that take pipeline input, those come first whose type the input has already; a list is not the type of its element.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OrganizationInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IRestoreOrganization organization ? new[] { organization } : inputData;
}
