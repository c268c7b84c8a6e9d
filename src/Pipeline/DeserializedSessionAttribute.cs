using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace RestoreSessions.Pipeline;

/// <summary>Lets a parameter take sessions that came from Import-Clixml, a job or a remote shell.</summary>
/// <remarks>Those are property bags, which PowerShell does not convert to a class with read-only properties.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeserializedSessionAttribute : ArgumentTransformationAttribute
{
    private static readonly string BagName = "Deserialized." + typeof(RestoreSession).FullName;
    private static readonly PropertyInfo[] Settable = typeof(RestoreSession).GetProperties().Where(p => p.GetSetMethod() is not null).ToArray();

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: IList list } => Array.ConvertAll(list.Cast<object?>().ToArray(), Revive),
        IList list => Array.ConvertAll(list.Cast<object?>().ToArray(), Revive),
        _ => Revive(inputData),
    };

    private static object? Revive(object? input)
    {
        if (input is not PSObject bag || !bag.TypeNames.Contains(BagName))
        {
            return input;
        }

        RestoreSession session = new();
        foreach (PropertyInfo property in Settable)
        {
            object? value = bag.Properties[property.Name]?.Value;
            if (value is not null)
            {
                property.SetValue(session, LanguagePrimitives.ConvertTo(value, property.PropertyType, CultureInfo.InvariantCulture));
            }
        }

        return session;
    }
}
