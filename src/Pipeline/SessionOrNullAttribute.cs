using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

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
        object? bare = item is PSObject wrapped ? wrapped.BaseObject : item;
        try
        {
            // An identifier alone says nothing that a report could show.
            return bare is null or Guid or string ? null : SessionInput.Read(item);
        }
        catch (ArgumentTransformationMetadataException)
        {
            return null;
        }
    }
}
