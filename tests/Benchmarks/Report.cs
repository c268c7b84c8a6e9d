using System.Globalization;
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

            Each run has a fresh shell, and its time has import and logon in it, unless the row says otherwise. The stand-in server is another process, over TLS on loopback, and generates its
            sessions (about 670 bytes each) while it sends them. Figures are medians, measured inside the shell, of runs in turn. "Third time" is the third repetition in one shell, "fifth" the fifth.
            Invoke-RestMethod is used as public scripts use it: a list of the sessions, and a request for the events of each. MB are PowerShell's: 1MB is 1,048,576 bytes.

            ![What Invoke-RestMethod and this module take for the same](performance.svg)
            """);
        foreach (IGrouping<string, Goal> section in goals.GroupBy(goal => goal.Section))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"""

                ### {section.Key}

                | what | first | second | ratio | bound | |
                |---|---|---|---|---|---|
                """);
            foreach (Goal goal in section)
            {
                string bound = (goal.IsAtLeast ? "≥ " : "≤ ") + goal.Bound.ToString("0.##", CultureInfo.InvariantCulture);
                page.AppendLine(CultureInfo.InvariantCulture, $"| {goal.What} | {goal.A} | {goal.B} | {goal.Ratio:0.00} | {bound} | {(goal.IsMet ? "met" : "**missed**")} |");
            }
        }

        page.AppendLine("""

            ## Why the bounds are what they are

            - **Who restored what**: the module asks for the events of twelve sessions of a server at once. With latency, that is nearly all of the time; without, the bound is what one thread
              of Invoke-RestMethod needs for a request against what two cores can share among server and shell.
            - **A day**: the server filters, so there is little to read, and what is left is mostly the shell's own start and the logon.
            - **Several servers**: they are read at once; the bound allows for logons, which cost both cores time for TLS.
            - **The trail** reads each session's events as Get-RestoreSessionEvent does, and writes lines beside it; the bound allows a tenth for them, and for two flushes to the disk for each
              megabyte. What it knows of sessions is in its state file, and so a run that finds nothing new does not read the file of a million lines.
            - **The first of a million**: the row counts what the server had handed to its socket when the client left. The module reads no further than the first sessions; what else was sent
              stood in the buffers of server and system, which hold more the faster the server is. The bound is a twentieth of the list.
            - **Latency of a list**: a page has at most 10,000 sessions, and one page is requested ahead. So a listing of 100,000 takes eleven latencies at least, however fast the client is.
            - **Memory** is compared with an idle shell, which needs little because its assemblies are precompiled. The module's part is mostly TLS, HTTP,
              and the memory that the garbage collector reserves for new objects.
            - **A million**: the server generates and encrypts the sessions on the same two cores, so reading the bytes alone is the floor.
            - **A fresh shell**: half of the time of a listing of 100,000 is just-in-time compilation. The shell's own assemblies are precompiled; .NET
              compiles hot methods twice more, first with counters, so a listing is slowest in its second half second; this also affects a million.
            - **Import**: the same manifest, format file and cmdlets without any code take as long.
            - **Size**: the assembly is two thirds of it, the help a quarter; the bound is where a look at what has grown is due.

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
