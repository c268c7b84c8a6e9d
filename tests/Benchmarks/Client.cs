using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;

namespace RestoreSessions.Benchmarks;

/// <summary>A shell in a process of its own, that runs one of the scripts and prints figures.</summary>
internal static class Client
{
    /// <summary>Whether there is a full shell here; otherwise the scripts run in the hosted engine.</summary>
    public static string? FullShell { get; } = FindFullShell();

    /// <summary>Whether the shell's own assemblies are precompiled, as in PowerShell's official builds: Invoke-RestMethod then starts sooner.</summary>
    public static bool IsPrecompiled { get; } = FullShell is not null && HasNativeCode(Ask("[psobject].Assembly.Location"));

    /// <summary>Runs a script in a fresh shell.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static Run Measure(Contender contender)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "scripts", contender.Script + ".ps1");
        string[] arguments = ["-Server", contender.Server, "-Module", contender.Module, "-Repeat", contender.Repeat.ToString(CultureInfo.InvariantCulture), "-Mode", contender.Mode];
        ProcessStartInfo start = FullShell is not null
            ? new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-File", script, .. arguments])
            : new ProcessStartInfo(Environment.ProcessPath!, ["shell", script, .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("DOTNET_", StringComparison.Ordinal) && k != "DOTNET_ROOT").ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return shell.ExitCode == 0 && errors.Result.Length == 0 && lines.Length > 1
            ? new Run([.. lines[..^1].Select(Figures)], Figures(lines[^1])["peak"])
            : throw new InvalidOperationException($"{contender.Script} failed: {output}{errors.Result}");
    }

    private static Dictionary<string, double> Figures(string line) =>
        line.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));

    private static string? FindFullShell()
    {
        try
        {
            return Ask("$PSVersionTable.PSVersion.ToString()");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Ask(string expression)
    {
        using Process shell = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-Command", expression]) { RedirectStandardOutput = true })!;
        return shell.StandardOutput.ReadToEnd().Trim();
    }

    private static bool HasNativeCode(string assembly)
    {
        using PEReader reader = new(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}

/// <summary>Something to measure: a script, what it talks to, and how often it repeats itself in one shell.</summary>
internal sealed record Contender(string Script, string Server = "", string Mode = "all", int Repeat = 1)
{
    /// <summary>The module that the script imports.</summary>
    public string Module { get; init; } = HostedShell.Shell.ModulePath;
}

/// <summary>The figures of one shell: milliseconds for each repetition, and the peak working set in bytes.</summary>
internal sealed record Run(IReadOnlyList<IReadOnlyDictionary<string, double>> Repetitions, double Peak)
{
    /// <summary>The first repetition: a fresh shell.</summary>
    public double Fresh(string figure = "total") => Repetitions[0][figure];

    /// <summary>The last repetition: everything compiled and connected.</summary>
    public double Warm(string figure = "list") => Repetitions[^1][figure];
}
