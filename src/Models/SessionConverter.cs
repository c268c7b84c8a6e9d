using System.Collections;
using System.Management.Automation;

namespace RestoreSessions;

/// <summary>Makes a session of an identifier, or of an object that has one, wherever PowerShell converts to <see cref="RestoreSession"/>.</summary>
/// <remarks>
/// Pester mocks and proxy functions keep the types of parameters and drop their attributes. Whatever this refuses PowerShell converts by itself,
/// from hashtables and from objects whose properties are those of a session.
/// </remarks>
internal sealed class SessionConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => TryRead(sourceValue) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => SessionInput.Read(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();

    private static RestoreSession? TryRead(object? input)
    {
        if ((input is PSObject wrapped ? wrapped.BaseObject : input) is null or IDictionary or IList)
        {
            return null;
        }

        try
        {
            return SessionInput.Read(input);
        }
        catch (ArgumentTransformationMetadataException)
        {
            return null;
        }
    }
}
