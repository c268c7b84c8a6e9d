using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>Makes an address of a text. For one that is none, PowerShell's own error would repeat it, with the user name and the password in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProxyAddressAttribute : ArgumentTransformationAttribute
{
    /// <returns>An empty address, which is an InvalidProxy, for a text that is no address.</returns>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text ? inputData
            : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? address) ? address
            : new Uri("", UriKind.Relative);
}
