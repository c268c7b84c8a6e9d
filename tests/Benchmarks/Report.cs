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

            Written by `./build.ps1 Benchmark` (`dotnet run -c Release --project tests/Benchmarks`). Absolute times are those of one shared machine and
            noisy; the ratios, of figures measured in turn in one run, are what counts.

            {Machine()}

            ## Whole processes

            A fresh shell for each run; the stand-in server is in another process, over TLS on loopback, and makes its sessions (about 670 bytes each) as
            it sends them. Figures are medians, taken inside the shell; "third time" is the third repetition in one shell, "fifth" the fifth. Numbers are those of the goals.
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

            Where a bound is missed or near:

            - **The second thread** gains what the machine has to spare. Here the server, the reader and the pipeline share two cores; to Out-Null there
              is little to gain, and the ratio is 1 within the noise.
            - **Latency, fifth time**: a server grants 10,000 sessions a page, and one page is asked for ahead. So a listing takes eleven latencies at
              least, 0.55 s, or the time to read its pages, where that is longer: in a fresh shell, and on a slow machine. The faster the client, the
              larger the ratio: one that lists in less than 0.42 s without latency could not meet the bound.
            - **The folder** is mostly Newtonsoft.Json, which Windows PowerShell needs beside the module.
            - **Memory** is held against a shell that needs little itself, because its assemblies are precompiled. What the module takes is mostly TLS and
              HTTP, and the room that the garbage collector keeps for new objects.
            - **Import**: PowerShell takes as long for the same manifest, format file and cmdlets with nothing in them.
            - **A million**: Invoke-RestMethod is bound by its own work, the module also by the server's, which makes and encrypts the sessions on the same
              two cores. The server sends them in whole records of TLS, from the threads of its sockets, so as to take as little as it can.
            - **A fresh shell**: a listing of 100,000 is half just-in-time compilation. The shell's own assemblies are precompiled; .NET compiles what
              runs often twice more, at first with counters in it, so that a listing is slowest in its second half second; a million feels that, too.

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
