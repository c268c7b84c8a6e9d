using System.Reflection;
using System.Runtime.Loader;

namespace RestoreSessions.Tests.Shipped;

/// <summary>These tests once more, with the Newtonsoft.Json that lies beside the module, as Windows PowerShell loads it.</summary>
/// <remarks>PowerShell 7 and this program bring a Newtonsoft.Json of their own, so that the one beside the module is never loaded otherwise.</remarks>
internal sealed class ShippedJson() : AssemblyLoadContext("shipped")
{
    /// <summary>Where the Newtonsoft.Json lies that users get.</summary>
    public static string Location => Path.Combine(BuiltModule.Folder, "Newtonsoft.Json.dll");

    /// <summary>The assembly of these tests, which refers to the module and to the Newtonsoft.Json in its folder.</summary>
    public Assembly Tests => LoadFromAssemblyPath(typeof(ShippedJson).Assembly.Location);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        "Newtonsoft.Json" => LoadFromAssemblyPath(Location),
        "RestoreSessions" => LoadFromAssemblyPath(Path.Combine(BuiltModule.Folder, "RestoreSessions.dll")),
        _ => null,
    };
}
