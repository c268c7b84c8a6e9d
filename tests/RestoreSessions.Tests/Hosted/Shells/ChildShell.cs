using System.Collections.Generic;
using System.Threading.Tasks;
using HostedShell;
using ShellPackages;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Runs a script with the built module in a shell of its own, for what .NET reads from the environment once.</summary>
internal static class ChildShell
{
    /// <summary>Starts the shell, waits for its end, and returns what it showed.</summary>
    /// <param name="script">The text of the script file.</param>
    /// <param name="environment">Variables to set. Proxies that this machine names are taken out.</param>
    public static async Task<(string Shown, int ExitCode)> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("script.ps1", $"Import-Module '{Shell.ModulePath}'\n{script}");
        await using ChildProcess child = new(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file], environment);
        return await child.WaitAsync();
    }
}
