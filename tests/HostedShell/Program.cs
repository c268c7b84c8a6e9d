using System.IO;

namespace HostedShell;

/// <summary>Runs a script file with the built module, on a machine without PowerShell or in a process of its own.</summary>
internal static class Program
{
    private const string Usage = "HostedShell FILE.ps1 runs a script file as pwsh -File does, with core cmdlets only and the built module imported.";

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1 || !File.Exists(arguments[0]))
        {
            System.Console.Error.WriteLine(Usage);
            return 64;
        }

        using Shell shell = new();
        (string shown, int exitCode) = shell.RunFile(Path.GetFullPath(arguments[0]));
        System.Console.Write(shown);
        return exitCode;
    }
}
