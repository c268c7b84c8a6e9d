using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Runs a script with the built module in a process of its own, for what .NET reads from the environment once.</summary>
internal static class ChildShell
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Starts the process, waits for its end, and returns what it showed.</summary>
    /// <param name="script">The text of the script file.</param>
    /// <param name="environment">Variables to set. Proxies that this machine names are taken out.</param>
    public static async Task<(string Shown, int ExitCode)> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("RestoreSessions").FullName, "script.ps1");
        try
        {
            await File.WriteAllTextAsync(file, script);
            return await StartAsync(file, environment);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<(string Shown, int ExitCode)> StartAsync(string file, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "HostedShell.dll"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start)!;
        Task<string> error = child.StandardError.ReadToEndAsync();
        Task<string> shown = child.StandardOutput.ReadToEndAsync();
        try
        {
            await child.WaitForExitAsync().WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            child.Kill(entireProcessTree: true);
            throw;
        }

        return (await shown + await error, child.ExitCode);
    }
}
