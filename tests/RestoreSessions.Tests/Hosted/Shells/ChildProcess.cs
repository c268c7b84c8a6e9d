using System.Diagnostics;
using ShellPackages;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A program of these tests that runs beside them.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // The races take a minute on an idle machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="assembly">The program's DLL: its path, or the name of one that lies beside this one.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">Variables to set. Proxies that this machine names are taken out.</param>
    public ChildProcess(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = PackagedShell.Start(Path.Combine(AppContext.BaseDirectory, assembly), arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (string name in start.Environment.Keys.Where(k => k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The system's number of it.</summary>
    public int Id => _process.Id;

    /// <summary>The next line that it writes; null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Longest);

    /// <summary>Waits for its end and returns what it showed.</summary>
    public async Task<(string Shown, int ExitCode)> WaitAsync()
    {
        string shown = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Longest);
        await _process.WaitForExitAsync().WaitAsync(Longest);
        return (shown + await _errors, _process.ExitCode);
    }

    /// <summary>Ends it, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
