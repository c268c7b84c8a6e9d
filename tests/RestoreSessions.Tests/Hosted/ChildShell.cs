using System.Collections.Generic;
using System.Threading.Tasks;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Runs a script with the built module in a process of its own, for what .NET reads from the environment once.</summary>
internal static class ChildShell
{
    /// <summary>Starts the process, waits for its end, and returns what it showed.</summary>
    /// <param name="script">The text of the script file.</param>
    /// <param name="environment">Variables to set. Proxies that this machine names are taken out.</param>
    public static async Task<(string Shown, int ExitCode)> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        using TemporaryFolder folder = new();
        await using ChildProcess child = new("HostedShell.dll", [folder.Write("script.ps1", script)], environment);
        return await child.WaitAsync();
    }
}
