using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace RestoreSessions.Benchmarks;

/// <summary>Writes docs/performance.md.</summary>
internal static class Report
{
    /// <summary>The whole page.</summary>
    /// <param name="goals">What was measured from process to process.</param>
    /// <param name="tables">What BenchmarkDotNet says, in Markdown.</param>
    public static string Page(IReadOnlyList<Goal> goals, IEnumerable<string> tables)
    {
        StringBuilder page = new();
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            # Performance

            Written by `./build.ps1 Benchmark` (`dotnet run -c Release --project tests/Benchmarks`). The absolute times are from one shared, noisy machine.
            Compare the ratios: their figures were measured in turn in one run.

            {Machine()}

            ## Whole processes

            Each run has a fresh shell. The stand-in server is another process, over TLS on loopback, and generates its sessions (about 670 bytes each) while
            it sends them. Figures are medians, measured inside the shell; "third time" is the third repetition in one shell, "fifth" the fifth. The first column is the goal.
            MB are PowerShell's: 1MB is 1,048,576 bytes.

            | goal | what | first | second | ratio | bound | |
            |---|---|---|---|---|---|---|
            """);
        foreach (Goal goal in goals)
        {
            string bound = (goal.IsAtLeast ? "≥ " : "≤ ") + goal.Bound.ToString("0.##", CultureInfo.InvariantCulture);
            page.AppendLine(CultureInfo.InvariantCulture, $"| {goal.Number} | {goal.What} | {goal.A} | {goal.B} | {goal.Ratio:0.00} | {bound} | {(goal.IsMet ? "met" : "**missed**")} |");
        }

        page.AppendLine("""

            ![Time against the number of sessions](performance.svg)

            Why bounds are missed or nearly missed:

            - **The second thread** uses cores that are idle. Here the server, the reader and the pipeline share two cores, and so it saves only a part of the
              pipeline's work; with Out-Null, which has almost none, it saves nothing. It stays because Ctrl+C and -First end a listing at once, and because
              a script that is busy with a session does not hold up the reading of the next.
            - **Latency, fifth time**: a page has at most 10,000 sessions, and one page is requested ahead. So a listing takes at least eleven latencies,
              0.55 s, or the time to read its pages if that is longer, as in a fresh shell or on a slow machine. A faster client has a larger ratio: a
              client that lists in less than 0.42 s without latency could not meet the bound.
            - **Memory** is compared with an idle shell, which needs little because its assemblies are precompiled. The module's part is mostly TLS, HTTP,
              and the memory that the garbage collector reserves for new objects.
            - **Import**: the same manifest, format file and cmdlets without any code take as long.
            - **A million**: Invoke-RestMethod is limited by its own work, the module also by the server, which generates and encrypts the sessions on the same
              two cores. To use little of them, the server sends whole TLS records from its socket threads.
            - **A fresh shell**: half of the time of a listing of 100,000 is just-in-time compilation. The shell's own assemblies are precompiled; .NET
              compiles hot methods twice more, first with counters, so a listing is slowest in its second half second; this also affects a million.

            ## The reader and the token

            BenchmarkDotNet, for one session and for one request.

            """);
        page.AppendJoin('\n', tables.Select(t => t.Trim() + "\n"));
        return page.ToString();
    }

    private static string Machine()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? ""
            : "";
        return $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {Environment.ProcessorCount} cores, {processor}; {RuntimeInformation.FrameworkDescription}; PowerShell {Client.Version}. "
            + $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. Not run on Windows PowerShell 5.1.";
    }
}
