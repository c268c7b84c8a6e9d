using System.Collections;
using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Rejects values that PowerShell would convert to a wrong one: null and blank text to 0, several versions to their sum.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SingleValueAttribute : ArgumentTransformationAttribute
{
    /// <exception cref="ArgumentTransformationMetadataException">It is not exactly one value.</exception>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        bool isOne = value is string text ? text.Trim().Length > 0 && text.IndexOf(',') < 0 : value is not (null or IEnumerable);
        return isOne ? inputData! : throw new ArgumentTransformationMetadataException("Exactly one value is needed; leave the parameter out for its default.");
    }
}
