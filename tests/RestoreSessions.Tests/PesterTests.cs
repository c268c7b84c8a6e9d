using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>Runs tests/Pester in a full shell, one test here for each file there: pwsh, or the shell that PESTER_SHELL names.</summary>
public sealed class PesterTests
{
    private static readonly Lazy<string?> WhyNot = new(FindObstacle);

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)!)];

    private static string ShellName => Environment.GetEnvironmentVariable("PESTER_SHELL") is { Length: > 0 } named ? named : "pwsh";

    private static string Folder => Path.Combine(BuiltModule.Root, "tests", "Pester");

    [Theory]
    [MemberData(nameof(Files))]
    public void pester_passes(string file)
    {
        Assert.SkipWhen(WhyNot.Value is not null, $"{file}: {WhyNot.Value}");
        (int exitCode, string output) = RunShell($"""
            $c = New-PesterConfiguration
            $c.Run.Path = '{Path.Combine(Folder, file)}'
            $c.Run.Exit = $true
            $c.Output.Verbosity = 'Detailed'
            $c.Output.RenderMode = 'Plaintext'
            Invoke-Pester -Configuration $c
            """);
        Assert.True(exitCode == 0, output);
        Assert.Matches("Tests Passed: [1-9]", output);
    }

    private static string? FindObstacle()
    {
        try
        {
            (int exitCode, string output) = RunShell("if (Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 }) { exit 0 } else { exit 3 }");
            return exitCode switch { 0 => null, 3 => "Pester 5 is not installed", _ => $"{ShellName} does not work here: {output}" };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{ShellName} is not installed";
        }
    }

    private static (int ExitCode, string Output) RunShell(string script)
    {
        ProcessStartInfo start = new(ShellName) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in new[] { "-NoProfile", "-NonInteractive", "-Command", script })
        {
            start.ArgumentList.Add(argument);
        }

        // The test host's own settings must not reach the shell's runtime.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("DOTNET_", StringComparison.Ordinal) && k != "DOTNET_ROOT").ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        var error = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
