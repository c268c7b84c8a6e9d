using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using HostedShell;
using RestoreSessions.Benchmarks;

// Where there is no full shell, the scripts run in this program, one process for each.
if (args.FirstOrDefault() == "shell")
{
    using Shell shell = new(new ShellOptions { Module = null });
    string line = $"& '{args[1]}' {string.Join(' ', args.Skip(2).Select((a, i) => i % 2 == 0 ? a : $"'{a}'"))}";
    ShellResult result = shell.Run(line);
    foreach (PSObject item in result.Output)
    {
        Console.WriteLine(item);
    }

    foreach (ErrorRecord error in result.Errors)
    {
        Console.Error.WriteLine(error);
    }

    return result.Errors.Count;
}

bool isQuick = args.Contains("--quick");
Goals measure = new(isQuick, args.Where(a => !a.StartsWith('-')).ToArray());
IReadOnlyList<Goal> goals = await measure.MeasureAsync();

IConfig config = DefaultConfig.Instance.WithOptions(ConfigOptions.DisableLogFile);
List<string> tables = [];
foreach (Type type in args.Length > 0 && !isQuick ? [] : new[] { typeof(ReaderBenchmarks), typeof(TokenBenchmarks) })
{
    Summary summary = BenchmarkRunner.Run(type, config);
    string file = MarkdownExporter.GitHub.ExportToFiles(summary, BenchmarkDotNet.Loggers.NullLogger.Instance).First();

    // Without the machine, which the page names once, and without its fences.
    tables.Add(string.Join('\n', File.ReadAllLines(file).Where(l => l.StartsWith('|'))));
}

string page = Report.Page(goals, tables);
Console.WriteLine(page);
if (!isQuick && args.Length == 0)
{
    string docs = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Shell.ModulePath)))!, "docs");
    Directory.CreateDirectory(docs);
    File.WriteAllText(Path.Combine(docs, "performance.md"), page);
    File.WriteAllText(Path.Combine(docs, "performance.svg"), Chart.Draw(measure.Growth));
}

return goals.Count(g => !g.IsMet);
