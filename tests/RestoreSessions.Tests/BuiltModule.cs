using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HostedShell;

namespace RestoreSessions.Tests;

/// <summary>Makes the tests use the very assembly that Import-Module loads: the one in out/RestoreSessions.</summary>
internal static class BuiltModule
{
    /// <summary>The folder of the finished module.</summary>
    public static string Folder => Path.GetDirectoryName(Shell.ModulePath)!;

    /// <summary>The root of the repository.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Folder, "..", ".."));

    [ModuleInitializer]
    internal static void Resolve()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "RestoreSessions" ? context.LoadFromAssemblyPath(Path.Combine(Folder, "RestoreSessions.dll")) : null;

        // PowerShell would report to its makers.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
    }
}
