using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ShellPackages;

/// <summary>The shell that every restore of the packages brings along.</summary>
internal static class PackagedShell
{
    /// <summary>The shell's pwsh.dll.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Folder("PowerShell"), OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");

    /// <summary>The folder of the module Pester.</summary>
    public static string Pester { get; } = Folder("Pester");

    /// <summary>The folder of the Pester of the version before.</summary>
    public static string EarlierPester { get; } = Folder("EarlierPester");

    // The runtime that this process runs on is the one that is sure to be there: .../dotnet/shared/Microsoft.NETCore.App/10.0.x/.
    private static string DotnetRoot { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>How to start a program, or one of .NET by its DLL, in an environment without what the host of the tests has set for its own runtime.</summary>
    public static ProcessStartInfo Start(string program, params IEnumerable<string> arguments)
    {
        bool isLibrary = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        ProcessStartInfo start = isLibrary
            ? new ProcessStartInfo(System.IO.Path.Combine(DotnetRoot, "dotnet"), [program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("DOTNET_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // PowerShell would report to its makers.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";

        // Start-Job starts pwsh, which asks this where .NET is; tests start `dotnet`.
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        start.Environment["PATH"] = DotnetRoot + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        return start;
    }

    private static string Folder(string package) => typeof(PackagedShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == package).Value!;
}
