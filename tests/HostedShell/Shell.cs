using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;

namespace HostedShell;

/// <summary>A PowerShell session in this process: the real engine with its core cmdlets, and a console that keeps what it is shown.</summary>
public sealed class Shell : IDisposable
{
    private readonly Console _console;

    // A runspace opens with the help of pool threads; with as few as there are processors, many at once wait for each other.
    static Shell() => ThreadPool.SetMinThreads(32, 32);

    /// <summary>Opens a runspace and imports the module.</summary>
    /// <exception cref="RuntimeException">The module cannot be imported.</exception>
    public Shell(ShellOptions? options = null)
    {
        options ??= new ShellOptions();
        _console = new Console(options);

        // CreateDefault() looks for assemblies that the package lacks.
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Variables.Add(options.Variables.Select(pair => new SessionStateVariableEntry(pair.Key, pair.Value, "")));
        Runspace = RunspaceFactory.CreateRunspace(_console, state);
        Runspace.Open();

        // The thread is kept for the runspace's life, and so is what is set on it.
        Run($"[cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo('{options.Culture.Name}')");
        if (options.Module is not null)
        {
            ShellResult import = Run($"Import-Module '{options.Module.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop");
            if (import.TerminatingError is { } error)
            {
                Dispose();
                throw new RuntimeException(error.ToString(), error.Exception);
            }
        }
    }

    /// <summary>The manifest of the module that the build left in <c>out/</c>, found from where this program lies.</summary>
    public static string ModulePath { get; } = Path.Combine(FindRoot(), "out", "RestoreSessions", "RestoreSessions.psd1");

    /// <summary>The runspace that scripts run in.</summary>
    public Runspace Runspace { get; }

    /// <summary>Runs a script to its end and collects what it wrote.</summary>
    public ShellResult Run(string script)
    {
        using Invocation invocation = Begin(script);
        return invocation.Wait();
    }

    /// <summary>Runs a script on another thread, for a test that does something meanwhile.</summary>
    public Task<ShellResult> RunAsync(string script) => Task.Run(() => Run(script));

    /// <summary>Starts a script that can be watched and stopped.</summary>
    public Invocation Begin(string script) => new(Runspace, script, _console);

    /// <summary>Runs a script and returns what the console shows, errors too.</summary>
    public string Render(string script)
    {
        Show(script);
        return _console.Take();
    }

    /// <summary>Runs a script file as <c>pwsh -File</c> does.</summary>
    /// <returns>What the console shows, and the exit code: what the script gave to <c>exit</c>, 1 for an error that ended it, otherwise 0.</returns>
    public (string Shown, int ExitCode) RunFile(string path)
    {
        bool isWhole = Show($"& '{path.Replace("'", "''", StringComparison.Ordinal)}'");
        string shown = _console.Take();
        int exitCode = Run("$LASTEXITCODE").Output is [{ BaseObject: int code }] ? code : 0;
        return (shown, isWhole ? exitCode : 1);
    }

    /// <summary>Closes the runspace.</summary>
    public void Dispose() => Runspace.Dispose();

    private bool Show(string script)
    {
        using PowerShell shell = PowerShell.Create(Runspace);
        shell.AddScript(script);
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
            return true;
        }
        catch (RuntimeException e)
        {
            using PowerShell last = PowerShell.Create(Runspace);
            last.AddCommand("Out-Default").AddParameter("InputObject", e.ErrorRecord).Invoke();
            return false;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RestoreSessions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No RestoreSessions.sln above {AppContext.BaseDirectory}.");
    }
}
