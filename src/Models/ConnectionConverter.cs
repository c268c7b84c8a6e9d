using System.Management.Automation;

namespace RestoreSessions;

/// <summary>Makes a connection of a server's name, wherever PowerShell converts to <see cref="RestoreConnection"/>; <see cref="SessionConverter"/> says why.</summary>
internal sealed class ConnectionConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => NameOf(sourceValue) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => new NamedConnection(NameOf(sourceValue)!);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new NotSupportedException();

    private static string? NameOf(object? input) => (input is PSObject wrapped ? wrapped.BaseObject : input) is string { Length: > 0 } name ? name : null;
}
