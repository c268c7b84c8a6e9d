using System.Collections;
using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Lets a parameter take sessions in whatever form they come: see <see cref="SessionInput"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionInputAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether an organization is left as it is: the cmdlet has another parameter for it, which PowerShell tries next.</summary>
    public bool LeavesOrganizations { get; set; }

    /// <exception cref="ArgumentTransformationMetadataException">There is something else than a session.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        null => null,
        IRestoreOrganization or PSObject { BaseObject: IRestoreOrganization } when LeavesOrganizations => inputData,
        PSObject { BaseObject: IList list } => ReadAll(list),
        IList list => ReadAll(list),
        _ => SessionInput.Read(inputData),
    };

    private static RestoreSession[] ReadAll(IList list) => list.Cast<object?>().Select(SessionInput.Read).ToArray();
}
