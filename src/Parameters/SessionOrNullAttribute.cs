using System.Collections;
using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Lets a parameter take sessions, and null in the place of whatever is none, so that the cmdlet learns of it.</summary>
/// <remarks>PowerShell reports an input that it cannot bind by itself, and the cmdlet then seems to have had no input.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionOrNullAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? whole = inputData is PSObject { BaseObject: IList list } ? list : inputData;
        return (whole as IList ?? new[] { whole }).Cast<object?>().Select(Convert).ToArray();
    }

    private static RestoreSession? Convert(object? item)
    {
        try
        {
            // Neither an identifier alone nor an event, which has its session's identifier, says what a report shows of a session.
            RestoreSession session = SessionInput.Read(item);
            return session.IsReference ? null : session;
        }
        catch (ArgumentTransformationMetadataException)
        {
            return null;
        }
    }
}
