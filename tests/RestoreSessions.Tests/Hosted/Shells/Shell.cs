using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace HostedShell;

/// <summary>A PowerShell session in this process, with everything that a new session has, but nobody to ask.</summary>
public sealed class Shell : IDisposable
{
    private readonly int _width;

    // A runspace opens with the help of pool threads; with as few as there are processors, many at once wait for each other.
    static Shell() => ThreadPool.SetMinThreads(32, 32);

    /// <summary>Opens a runspace and imports the module.</summary>
    /// <exception cref="RuntimeException">The module cannot be imported.</exception>
    public Shell(ShellOptions? options = null)
    {
        options ??= new ShellOptions();
        _width = options.Width;

        InitialSessionState state = InitialSessionState.CreateDefault();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        state.Variables.Add(options.Variables.Select(pair => new SessionStateVariableEntry(pair.Key, pair.Value, "")));
        Runspace = Create(state, options.Culture);
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

    /// <summary>How long a script, or its stop, may take: far longer than any needs, so that one that never ends fails its test and not the whole run.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether a script did not even stop, so that the runspace cannot be closed.</summary>
    internal bool IsAbandoned { get; private set; }

    /// <summary>Runs a script to its end and collects what it wrote.</summary>
    /// <exception cref="TimeoutException">It did not end within the limit, and has been stopped.</exception>
    public ShellResult Run(string script)
    {
        using Invocation invocation = Begin(script);
        return invocation.Wait();
    }

    /// <summary>Runs a script on another thread, for a test that does something meanwhile.</summary>
    public Task<ShellResult> RunAsync(string script) => Task.Run(() => Run(script));

    /// <summary>Starts a script that can be watched and stopped.</summary>
    public Invocation Begin(string script) => new(this, PowerShell.Create(Runspace).AddScript(script));

    /// <summary>Runs a script and returns what Out-String makes of its objects and errors.</summary>
    public string Render(string script)
    {
        PowerShell shell = PowerShell.Create(Runspace).AddScript(script);
        shell.AddCommand("Out-String").AddParameter("Width", _width);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        using Invocation invocation = new(this, shell);
        return string.Concat(invocation.Wait().As<string>()).ReplaceLineEndings("\n");
    }

    /// <summary>Closes the runspace.</summary>
    public void Dispose()
    {
        if (!IsAbandoned)
        {
            Runspace.Dispose();
        }
    }

    internal void Abandon() => IsAbandoned = true;

    // The runspace's host has the cultures of the thread that makes it.
    private static Runspace Create(InitialSessionState state, CultureInfo culture)
    {
        (CultureInfo usual, CultureInfo usualInterface) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, CultureInfo.InvariantCulture);
        try
        {
            return RunspaceFactory.CreateRunspace(state);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (usual, usualInterface);
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
