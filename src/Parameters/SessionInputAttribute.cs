using System.Collections;
using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Lets a parameter take sessions in whatever form they come: see <see cref="SessionInput"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionInputAttribute : ArgumentTransformationAttribute
{
    /// <exception cref="ArgumentTransformationMetadataException">There is something else than a session.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        null => null,
        PSObject { BaseObject: IList list } => ReadAll(list),
        IList list => ReadAll(list),
        _ => SessionInput.Read(inputData),
    };

    private static RestoreSession[] ReadAll(IList list) => list.Cast<object?>().Select(SessionInput.Read).ToArray();
}
