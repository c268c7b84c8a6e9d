using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RestoreSessions.Tests.Hosted;
using ShellPackages;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>
/// What Pester says of the files in tests/Pester, one test here for each file there. All of them run in one shell: that of the package, or the one
/// that the variable PESTER_SHELL names by the path of its program or of its pwsh.dll. The files with mocks run under the earlier Pester, too, which
/// makes mocks in another way.
/// </summary>
public sealed class PesterTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private static readonly string Folder = Path.Combine(BuiltModule.Root, "tests", "Pester");
    private static readonly string[] WithMocks = ["Mocks.Tests.ps1", "Output.Tests.ps1", "Send-FailedRestoreAlert.Tests.ps1"];
    private static readonly Lazy<Task<PesterResult>> Result = new(() => RunAsync(PackagedShell.Pester, []));
    private static readonly Lazy<Task<PesterResult>> EarlierResult = new(() => RunAsync(PackagedShell.EarlierPester, WithMocks));

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)!)];

    public static TheoryData<string> FilesWithMocks => [.. WithMocks];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task pester_passes(string file) => AssertPassed(file, await Result.Value, "Pester 6.");

    [Theory]
    [MemberData(nameof(FilesWithMocks))]
    public async Task the_earlier_pester_passes_too(string file) => AssertPassed(file, await EarlierResult.Value, "Pester 5.");

    private static void AssertPassed(string file, PesterResult result, string pester)
    {
        Assert.True(result.Files is not null, $"{result.Shell} did not run Pester:\n{result.Output}");
        PesterFile? own = result.Files.SingleOrDefault(f => f.Name == file);
        Assert.True(own is not null, $"Pester did not run {file}:\n{result.Output}");
        Assert.SkipWhen(own is { Passed: 0, Skipped.Length: > 0, Failures.Length: 0 }, $"{file}: {result.Shell} lacks what it needs ({string.Join("; ", own.Skipped)})");
        Assert.True(own.Failures.Length == 0 && own.Result == "Passed", $"{own.Result}\n{string.Join("\n\n", own.Failures)}");
        Assert.StartsWith(pester, result.Pester, StringComparison.Ordinal);
        Assert.True(own.Passed > 0, $"No test in {file} has run.");
        TestContext.Current.TestOutputHelper!.WriteLine($"{own.Passed} passed in {result.Shell}, {result.Pester}{string.Concat(own.Skipped.Select(name => $"\nskipped: {name}"))}");
    }

    // No files stand for all that there are.
    private static async Task<PesterResult> RunAsync(string pester, string[] files)
    {
        using TemporaryFolder folder = new();
        string shell = Environment.GetEnvironmentVariable("PESTER_SHELL") is { Length: > 0 } named ? named : PackagedShell.Path;
        ProcessStartInfo start = PackagedShell.Start(
            shell,
            ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", Path.Combine(Folder, "Invoke-Tests.ps1"), "-Pester", pester, "-ResultPath", folder["result.json"], "-Name", string.Join('|', files)]);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder shown = new();
        process.OutputDataReceived += (_, line) => Add(shown, line.Data);
        process.ErrorDataReceived += (_, line) => Add(shown, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Not for the end of its output: a server that a test has left behind holds that open.
        bool hasEnded = await Task.Run(() => process.WaitForExit(Longest));
        if (!hasEnded)
        {
            process.Kill(entireProcessTree: true);
            Add(shown, $"It had not ended after {Longest}.");
        }

        string output = Read(shown);
        return File.Exists(folder["result.json"])
            ? JsonSerializer.Deserialize<PesterResult>(File.ReadAllText(folder["result.json"]))! with { Output = output }
            : new PesterResult(shell, "no Pester", null, output);
    }

    private static void Add(StringBuilder shown, string? line)
    {
        lock (shown)
        {
            shown.AppendLine(line);
        }
    }

    private static string Read(StringBuilder shown)
    {
        lock (shown)
        {
            return shown.ToString();
        }
    }

    /// <summary>What Invoke-Tests.ps1 writes.</summary>
    private sealed record PesterResult(string Shell, string Pester, PesterFile[]? Files, string Output);

    /// <summary>What came of one file.</summary>
    private sealed record PesterFile(string Name, string Result, int Passed, string[] Failures, string[] Skipped);
}
