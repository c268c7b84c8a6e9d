using System.Globalization;
using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Reads a port: 0 for an empty cell of a row, and -1 for whatever is none. The cmdlet refuses these, and can name the server of a row then.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => 0,
            string text when text.Trim().Length == 0 => 0,
            string text => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int port) && IsPort(port) ? port : -1,
            IConvertible when LanguagePrimitives.TryConvertTo(value, out int port) && IsPort(port) => port,
            _ => -1,
        };
    }

    private static bool IsPort(int port) => port is > 0 and <= ushort.MaxValue;
}
