using System.Diagnostics;
using System.Globalization;
using ShellPackages;

namespace RestoreSessions.Benchmarks;

/// <summary>A shell in a process of its own, that runs one of the scripts and prints figures.</summary>
internal static class Client
{
    /// <summary>The version of the shell.</summary>
    public static string Version { get; } = Run("version", []).Trim();

    /// <summary>Runs a script in a fresh shell.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static Run Measure(Contender contender)
    {
        string output = Run(
            contender.Script,
            ["-Server", contender.Server, "-Module", contender.Module, "-Repeat", contender.Repeat.ToString(CultureInfo.InvariantCulture), "-Mode", contender.Mode]);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1
            ? new Run([.. lines[..^1].Select(Figures)], Figures(lines[^1])["peak"])
            : throw new InvalidOperationException($"{contender.Script} printed no figures: {output}");
    }

    /// <summary>Runs a script in a fresh shell, and returns what it prints.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static string Run(string script, IEnumerable<string> arguments)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "scripts", script + ".ps1");
        ProcessStartInfo start = PackagedShell.Start(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file, .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode == 0 && errors.Result.Length == 0 ? output : throw new InvalidOperationException($"{script} failed: {output}{errors.Result}");
    }

    private static Dictionary<string, double> Figures(string line) =>
        line.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
}

/// <summary>Something to measure: a script, what it talks to, and how often it repeats itself in one shell.</summary>
internal sealed record Contender(string Script, string Server = "", string Mode = "all", int Repeat = 1)
{
    /// <summary>The module that the script imports.</summary>
    public string Module { get; init; } = Path.Combine(Repository.Module, "RestoreSessions.psd1");
}

/// <summary>The figures of one shell: milliseconds for each repetition, and the peak working set in bytes.</summary>
internal sealed record Run(IReadOnlyList<IReadOnlyDictionary<string, double>> Repetitions, double Peak)
{
    /// <summary>The first repetition: a fresh shell.</summary>
    public double Fresh(string figure = "total") => Repetitions[0][figure];

    /// <summary>The last repetition: everything compiled and connected.</summary>
    public double Warm(string figure = "list") => Repetitions[^1][figure];
}
