using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Lets a parameter take sessions, and null in the place of whatever is none, so that the cmdlet learns of it.</summary>
/// <remarks>PowerShell reports an input that it cannot bind by itself, and the cmdlet then seems to have had no input.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionOrNullAttribute : ArgumentTransformationAttribute
{
    private static readonly DeserializedSessionAttribute Deserialized = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? whole = inputData is PSObject { BaseObject: IList list } ? list : inputData;
        return (whole as IList ?? new[] { whole }).Cast<object?>().Select(item => Convert(engineIntrinsics, item)).ToArray();
    }

    private static RestoreSession? Convert(EngineIntrinsics engine, object? item)
    {
        object? bare = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (bare is null or RestoreSession)
        {
            return (RestoreSession?)bare;
        }

        try
        {
            object? revived = Deserialized.Transform(engine, item!);
            RestoreSession? session = LanguagePrimitives.ConvertTo(revived, typeof(RestoreSession), CultureInfo.InvariantCulture) as RestoreSession;

            // PowerShell makes a session of any object that has a few of its properties, such as a row of a file; without an id it is none.
            return revived is RestoreSession || session?.Id != Guid.Empty ? session : null;
        }
        catch (Exception e) when (e is PSInvalidCastException or MetadataException)
        {
            return null;
        }
    }
}
