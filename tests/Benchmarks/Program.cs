using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using RestoreSessions.Benchmarks;

bool isQuick = args.Contains("--quick");
string? earlier = args is ["--against", var folder] ? Path.GetFullPath(folder) : null;
if (earlier is null ? args.Any(a => a.StartsWith('-') && a != "--quick") : !File.Exists(Path.Combine(earlier, "RestoreSessions.psd1")))
{
    Console.Error.WriteLine("Usage: [--quick] [NAME...] or --against FOLDER, the folder of another build with its RestoreSessions.psd1");
    return 2;
}

Goals measure = new(isQuick, args.Where(a => !a.StartsWith('-')).ToArray(), earlier);
IReadOnlyList<Goal> goals = await measure.MeasureAsync();

IConfig config = DefaultConfig.Instance.WithOptions(ConfigOptions.DisableLogFile);
List<string> tables = [];
foreach (Type type in args.Length > 0 && !isQuick && !args.Contains("methods") ? [] : new[] { typeof(ReaderBenchmarks), typeof(TokenBenchmarks) })
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
    File.WriteAllText(Path.Combine(Repository.Docs, "performance.md"), page);
    File.WriteAllText(Path.Combine(Repository.Docs, "performance.svg"), Chart.Draw(measure.Bars));
}

return goals.Count(g => !g.IsMet);
