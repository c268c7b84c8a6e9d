using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HostedShell;

namespace Endurance;

/// <summary>Makes this program use the very assembly that Import-Module loads: the one in out/RestoreSessions.</summary>
internal static class BuiltModule
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "RestoreSessions" ? context.LoadFromAssemblyPath(Path.ChangeExtension(Shell.ModulePath, "dll")) : null;
}
