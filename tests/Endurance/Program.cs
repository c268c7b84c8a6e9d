using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Endurance;
using HostedShell;

string task = args.FirstOrDefault() ?? "soak";
List<string> lines = [];
switch (task)
{
    case "fuzz":
        int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
        FuzzReport report = Fuzz.Run(1_000_000, TimeSpan.FromHours(1), seed);
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Bodies:N0} damaged bodies (seed {seed}) in {report.Time.TotalSeconds:0} s: {report.Accepted:N0} read, {report.Refused:N0} refused, {report.Findings.Count} findings; the longest took {report.LongestTime.TotalMilliseconds:0} ms, the most {report.MostBytes / 1024.0:0} kB"));
        lines.AddRange(report.Findings);
        break;
    case "soak":
        foreach (Func<Task<string>> load in new Func<Task<string>>[]
        {
            () => Soak.ExpiringTokensAsync(1_000_000, 2),
            () => Soak.SharedConnectionAsync(64, 20),
            () => Soak.CyclesAsync(10_000),
            () => Soak.InterruptsAsync(1_000, 1),
        })
        {
            lines.Add(await load());
            Console.WriteLine(lines[^1]);
        }

        break;
    default:
        Console.Error.WriteLine("fuzz [SEED] or soak");
        return 2;
}

// The page has a section for each task; the other one stays as it is.
string page = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Shell.ModulePath)))!, "docs", "reliability.md");
lines.ForEach(Console.WriteLine);
ReliabilityPage.Write(page, task, lines);
return task == "fuzz" && lines.Count > 1 ? 1 : 0;
