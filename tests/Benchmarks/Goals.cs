using System.Globalization;
using FakeServer;

namespace RestoreSessions.Benchmarks;

/// <summary>Measures the module against what a user would write instead, each pair in one run.</summary>
internal sealed partial class Goals
{
    // PowerShell's own: 1MB is 1,048,576 bytes.
    private const double Megabyte = 1 << 20;

    // Until then .NET is still compiling what runs often: a listing of 100,000 is short.
    private const int UntilWarm = 5;

    // PowerShell's own code is compiled already: what is left to compile is the module's.
    private const double FreshBound = 5;

    private const string WhoRestoredWhat = "Who restored what";
    private const string BigServer = "A big server";
    private const string ManyServers = "Several servers";
    private const string LongLists = "Long lists";
    private const string Shell = "A short command, and the module itself";

    private readonly List<Goal> _goals = [];
    private readonly List<(string What, double WebCmdlet, double Module)> _bars = [];
    private readonly bool _isQuick;
    private readonly IReadOnlyList<string> _only;
    private readonly string? _earlier;

    /// <param name="isQuick">Fewer runs, and nothing that Invoke-RestMethod needs a minute for.</param>
    /// <param name="only">The names of the measurements to make; none for all.</param>
    /// <param name="earlier">The folder of another build of the module, to measure only this build against that one; null for the measurements.</param>
    public Goals(bool isQuick, IReadOnlyList<string> only, string? earlier)
    {
        _isQuick = isQuick;
        _only = only;
        _earlier = earlier;
    }

    /// <summary>Seconds that Invoke-RestMethod and the module take, for the chart.</summary>
    public IReadOnlyList<(string What, double WebCmdlet, double Module)> Bars => _bars;

    /// <summary>Measures everything.</summary>
    public async Task<IReadOnlyList<Goal>> MeasureAsync()
    {
        if (_earlier is not null)
        {
            await AgainstAsync(_earlier, 100_000, BodyShape.Array, 25);
            await AgainstAsync(_earlier, 100_000, BodyShape.Page, 25);
            await AgainstAsync(_earlier, 1_000_000, BodyShape.Array, 7);
            return _goals;
        }

        foreach ((string name, Func<Task> measure) in new (string, Func<Task>)[]
        {
            ("events", EventsAsync),
            ("day", DayAsync),
            ("servers", ManyServersAsync),
            ("trail", async () => { await TrailAsync(_isQuick ? 5_000 : 100_000, 5); await NothingNewAsync(1_000_000); await TrailOfManyServersAsync(); }),
            ("report", ReportAsync),
            ("one", OneAsync),
            ("list", ListAsync),
            ("first", FirstObjectAsync),
            ("latency", LatencyAsync),
            ("million", MillionAsync),
            ("import", () => { Import(); return Task.CompletedTask; }),
        })
        {
            if (_only.Count == 0 ? !_isQuick || name != "million" : _only.Contains(name))
            {
                Console.Error.WriteLine(name);
                await measure();
            }
        }

        return _goals;
    }

    private static ServerOptions Options(int sessions, BodyShape shape = BodyShape.Page, int latency = 0, bool isFrugal = true) =>
        new() { SessionCount = sessions, Shape = shape, Password = "benchmark", Latency = TimeSpan.FromMilliseconds(latency), IsFrugal = isFrugal };

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture) + " s";

    private static string Size(double bytes) => (bytes / Megabyte).ToString("0", CultureInfo.InvariantCulture) + " MB";

    private void Add(string section, string what, double a, double b, double bound, bool isAtLeast = false) =>
        _goals.Add(new Goal(section, what, Seconds(a), Seconds(b), a / b, bound, isAtLeast));

    // Invoke-RestMethod against the module, for the table and the chart.
    private void AddPair(string section, string what, string bar, double webCmdlet, double module, double bound)
    {
        Add(section, $"{what}: Invoke-RestMethod / module", webCmdlet, module, bound, isAtLeast: true);
        _bars.Add((bar, webCmdlet / 1000, module / 1000));
    }

    // The module's script, and what a user would write instead, in turn.
    private static (double WebCmdlet, double Module) Pair(int times, string server, string mode, string webMode)
    {
        IReadOnlyList<Runs> runs = Comparison.Measure(times, new Contender("rest", server, webMode), new Contender("list", server, mode));
        return (runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()));
    }

    private async Task EventsAsync()
    {
        foreach ((int latency, double bound) in new[] { (50, 8.0), (0, 3.5) })
        {
            await using RestoreServer server = await RestoreServer.StartAsync(Options(2_000, latency: latency));
            (double webCmdlet, double module) = Pair(3, server.Server, "events", "events");
            AddPair(WhoRestoredWhat, $"The events of 2,000 sessions at {latency} ms of latency", $"who restored what in 2,000 sessions, {latency} ms away", webCmdlet, module, bound);
            (webCmdlet, module) = Pair(5, server.Server, "event", "event");
            Add(WhoRestoredWhat, $"The first event of 2,000 sessions at {latency} ms of latency: module / Invoke-RestMethod", module, webCmdlet, 1.2);
        }
    }

    private async Task DayAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(100_000, latency: 50));
        IReadOnlyList<Runs> runs = Comparison.Measure(5, new Contender("list", server.Server, "day"), new Contender("rest", server.Server, "day"));
        Add(BigServer, "The last day of a server with 100,000 sessions, 50 ms away: module / Invoke-RestMethod with the same filter", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.4);
        (double webCmdlet, double module) = Pair(3, server.Server, "all", "paged");
        AddPair(BigServer, "All 100,000 sessions in pages, 50 ms away", "100,000 sessions, 50 ms away", webCmdlet, module, FreshBound);
    }

    private async Task ReportAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(2_000));
        IReadOnlyList<Runs> runs = Comparison.Measure(5, new Contender("list", server.Server, "report"), new Contender("list", server.Server, "events"));
        Add("A report", "A page of 2,000 sessions with their events: Export-RestoreSessionReport / reading the events to Out-Null", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.6);
    }

    private async Task OneAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(1, BodyShape.Array));
        IReadOnlyList<Runs> runs = Comparison.Measure(7, new Contender("list", server.Server), new Contender("rest", server.Server));
        Add(Shell, "1 session, with import and logon: module / Invoke-RestMethod", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.2);
    }

    private async Task ListAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(100_000, BodyShape.Array));
        IReadOnlyList<Runs> runs = Comparison.Measure(
            5, new Contender("list", server.Server, Repeat: UntilWarm), new Contender("rest", server.Server, Repeat: UntilWarm));
        Add(LongLists, "100,000 in one answer: Invoke-RestMethod / module", runs[1].Median(r => r.Fresh()), runs[0].Median(r => r.Fresh()), FreshBound, isAtLeast: true);
        Add(LongLists, "100,000 in one answer, fifth time in one shell: Invoke-RestMethod / module", runs[1].Median(r => r.Warm()), runs[0].Median(r => r.Warm()), 12, isAtLeast: true);
        IReadOnlyList<Runs> memory = Comparison.Measure(5, new Contender("list", server.Server), new Contender("import", Mode: "idle"));
        AddMemory("100,000", memory);
    }

    private async Task MillionAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(1_000_000, BodyShape.Array));
        IReadOnlyList<Runs> runs = Comparison.Measure(3, new Contender("list", server.Server, Repeat: 3), new Contender("drain", server.Server, Repeat: 3));
        Add(LongLists, "1,000,000 to Out-Null: module / reading the bytes and nothing else", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 2.4);
        AddMemory("1,000,000", Comparison.Measure(9, new Contender("list", server.Server), new Contender("import", Mode: "idle")));
    }

    private void AddMemory(string size, IReadOnlyList<Runs> runs)
    {
        double more = runs[0].Median(r => r.Peak) - runs[1].Median(r => r.Peak);
        _goals.Add(new Goal(LongLists, $"{size}: peak memory over the idle shell, against 40 MB", Size(more), "40 MB", more / (40 * Megabyte), 1));
    }

    private async Task FirstObjectAsync()
    {
        await using RestoreServer small = await RestoreServer.StartAsync(Options(1, BodyShape.Array, isFrugal: false));

        // A frugal server makes the list on the thread that would notice that the client has gone, and so to its end.
        await using RestoreServer large = await RestoreServer.StartAsync(Options(1_000_000, BodyShape.Array, isFrugal: false));
        IReadOnlyList<Runs> runs = Comparison.Measure(7, new Contender("list", large.Server, "first"), new Contender("list", small.Server, "first"));
        Add(LongLists, "The first object: of 1,000,000 / of 1", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.15);
        double sent = (double)large.BodyBytesSent / 7;
        double share = sent / (1_000_000 * 670.0);
        _goals.Add(new Goal(LongLists, "The first of 1,000,000: how much of the body was sent, against 5%", share.ToString("0.0%", CultureInfo.InvariantCulture), "5.0%", share / 0.05, 1));
    }

    private async Task LatencyAsync()
    {
        await using RestoreServer near = await RestoreServer.StartAsync(Options(100_000));
        await using RestoreServer far = await RestoreServer.StartAsync(Options(100_000, latency: 50));
        IReadOnlyList<Runs> runs = Comparison.Measure(7, new Contender("list", far.Server, Repeat: UntilWarm), new Contender("list", near.Server, Repeat: UntilWarm));
        Add(LongLists, "100,000 in pages: 50 ms away / near", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.5);

        // Eleven pages, one of which is requested ahead: a listing that needs less time than eleven latencies has to wait for them.
        Add(LongLists, "100,000 in pages, 50 ms away, fifth time in one shell: module / eleven latencies", runs[0].Median(r => r.Warm()), 11 * 50, 2);
    }

    private async Task ManyServersAsync()
    {
        RestoreServer[] servers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RestoreServer.StartAsync(Options(100, latency: 100))));
        IReadOnlyList<Runs> runs = Comparison.Measure(
            5, new Contender("list", string.Join(",", servers.Select(s => s.Server)), Repeat: 3), new Contender("list", servers[0].Server, Repeat: 3));
        Add(ManyServers, "100 sessions a server, 100 ms away, with logon: 20 servers / 1", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 3);
        Add(ManyServers, "The same, third time in one shell, without logon: 20 servers / 1", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), 3);
        await Task.WhenAll(servers.Select(s => s.DisposeAsync().AsTask()));
    }

    private void Import()
    {
        string folder = Directory.CreateTempSubdirectory("modules").FullName;
        Client.Run("modules", [Repository.Module, folder]);
        Contender module = new("import");
        IReadOnlyList<Runs> runs = Comparison.Measure(
            25,
            module,
            module with { Module = Path.Combine(folder, "OneCmdlet", "OneCmdlet.psd1") },
            module with { Module = Path.Combine(folder, "RestoreSessions", "RestoreSessions.psd1") });
        Directory.Delete(folder, recursive: true);
        double[] import = [.. runs.Select(r => r.Median(run => run.Fresh("import")))];
        Add(Shell, "Import-Module: this module / one of a single cmdlet", import[0], import[1], 1.5);
        Add(Shell, "Import-Module: this module / its manifest, format file and cmdlets with nothing in them", import[0], import[2], 1.1);
        double size = new DirectoryInfo(Repository.Module).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "Newtonsoft.Json.dll").Sum(f => f.Length) / 1024.0;
        _goals.Add(new Goal(Shell, "Size of the module's own files, against 700 kB", $"{size:0} kB", "700 kB", size / 700, 1));
    }

    private async Task AgainstAsync(string earlier, int sessions, BodyShape shape, int times)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(sessions, shape));
        Contender module = new("list", server.Server);
        IReadOnlyList<Runs> runs = Comparison.Measure(times, module, module with { Module = Path.Combine(earlier, "RestoreSessions.psd1") });
        string what = string.Create(CultureInfo.InvariantCulture, $"{sessions:N0}, {(shape == BodyShape.Array ? "in one array" : "in pages")}, fresh shell");
        Add("Against an earlier build", $"{what}, import, connect and list: this build / the earlier one", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.1);
        Add("Against an earlier build", $"{what}, list alone: this build / the earlier one", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.1);
    }
}
