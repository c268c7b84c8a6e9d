using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;
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

    private readonly List<Goal> _goals = [];
    private readonly SortedDictionary<int, (double WebCmdlet, double Module, double Drain)> _growth = [];
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

    /// <summary>Seconds for so many sessions, in one answer, for the chart.</summary>
    public IReadOnlyDictionary<int, (double WebCmdlet, double Module, double Drain)> Growth => _growth;

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

        Runs? warm = null;
        foreach ((string name, Func<Task> measure) in new (string, Func<Task>)[]
        {
            ("events", EventsAsync),
            ("one", OneAsync),
            ("small", async () => { await ArrayAsync(1_000, 3); await ArrayAsync(10_000, 3); }),
            ("array", async () => warm = await ArrayAsync(100_000, 7)),
            ("paged", PagedAsync),
            ("downstream", DownstreamAsync),
            ("first", FirstObjectAsync),
            ("latency", LatencyAsync),
            ("servers", ManyServersAsync),
            ("trail", async () => { await TrailAsync(_isQuick ? 5_000 : 100_000, 3); await NothingNewAsync(1_000_000); await TrailOfManyServersAsync(); }),
            ("import", () => { Import(); return Task.CompletedTask; }),
            ("million", async () => Growing(await ArrayAsync(1_000_000, 5), warm ??= await ArrayAsync(100_000, 7))),
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

    private void Add(string number, string what, double a, double b, double bound, bool isAtLeast = false) =>
        _goals.Add(new Goal(number, what, Seconds(a), Seconds(b), a / b, bound, isAtLeast));

    private async Task EventsAsync()
    {
        foreach ((int latency, double bound) in new[] { (50, 8.0), (0, 3.5) })
        {
            await using RestoreServer server = await RestoreServer.StartAsync(Options(2_000, latency: latency));
            IReadOnlyList<Runs> runs = Comparison.Measure(3, new Contender("rest", server.Server, "events"), new Contender("list", server.Server, "events"));
            Add("0", $"The events of 2,000 sessions at {latency} ms of latency, fresh shell: Invoke-RestMethod in a loop / module", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), bound, isAtLeast: true);
            runs = Comparison.Measure(5, new Contender("list", server.Server, "event"), new Contender("rest", server.Server, "event"));
            Add("0", $"The first event of 2,000 sessions at {latency} ms of latency, fresh shell: module / Invoke-RestMethod in a loop", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.2);
        }
    }

    private async Task OneAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(1, BodyShape.Array));
        IReadOnlyList<Runs> runs = Comparison.Measure(7, new Contender("list", server.Server), new Contender("rest", server.Server));
        Add("1, 9", "1 session, fresh shell, import, connect and list: module / Invoke-RestMethod", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.2);
    }

    private async Task<Runs> ArrayAsync(int sessions, int times)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(sessions, BodyShape.Array));
        bool isMillion = sessions >= 1_000_000;
        int repeat = isMillion ? 3 : UntilWarm;
        Contender module = new("list", server.Server, Repeat: repeat);
        Contender idle = new("import", Mode: "idle");
        Contender drain = new("drain", server.Server, Repeat: repeat);
        Contender rest = new("rest", server.Server, Repeat: isMillion ? 1 : repeat);
        IReadOnlyList<Runs> runs = Comparison.Measure(times, module, drain, rest);
        IReadOnlyList<Runs> memory = Comparison.Measure(times, new Contender("list", server.Server), idle);
        string size = sessions.ToString("N0", CultureInfo.InvariantCulture);
        double fresh = runs[0].Median(r => r.Fresh());
        _growth[sessions] = (runs[2].Median(r => r.Fresh()) / 1000, fresh / 1000, runs[1].Median(r => r.Fresh("list")) / 1000);
        if (sessions >= 100_000)
        {
            Add("1", $"{size} in one array, fresh shell: Invoke-RestMethod / module", runs[2].Median(r => r.Fresh()), fresh, isMillion ? 20 : FreshBound, isAtLeast: true);
            double more = memory[0].Median(r => r.Peak) - memory[1].Median(r => r.Peak);
            _goals.Add(new Goal("4", $"{size}: peak memory over the idle shell, against 40 MB", Size(more), "40 MB", more / (40 * Megabyte), 1));
        }

        if (sessions == 100_000)
        {
            Add("1", $"{size} in one array, fifth time in one shell: Invoke-RestMethod / module", runs[2].Median(r => r.Warm()), runs[0].Median(r => r.Warm()), 12, isAtLeast: true);
        }

        if (isMillion)
        {
            Add("2", $"{size} to Out-Null, fresh shell: module / draining the body", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 2.2);
            Add("2", $"{size} to Out-Null, third time: module / draining the body", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), 2.2);
        }

        return runs[0];
    }

    private async Task PagedAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(100_000));
        IReadOnlyList<Runs> runs = Comparison.Measure(3, new Contender("list", server.Server), new Contender("rest", server.Server, "paged"));
        Add("1", "100,000 in pages, fresh shell: Invoke-RestMethod in a loop / module", runs[1].Median(r => r.Fresh()), runs[0].Median(r => r.Fresh()), FreshBound, isAtLeast: true);
        runs = Comparison.Measure(5, new Contender("list", server.Server, "hour", UntilWarm), new Contender("list", server.Server, Repeat: UntilWarm));
        Add("6", "The last hour of 100,000, fifth time: one hour / all", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), 0.1);
    }

    private async Task DownstreamAsync()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(300_000, BodyShape.Array));

        // The same bytes each time: a server that makes them meanwhile would take a core that the second thread needs.
        server.Faults.Add(Fault.RawBody(await DownloadAsync(server)), "restoreSessions", times: int.MaxValue);
        string size = server.Options.SessionCount.ToString("N0", CultureInfo.InvariantCulture);
        string assembly = typeof(GetSessionInlineCommand).Assembly.Location;
        foreach ((string mode, string what, double bound) in new[] { ("block", "Where-Object { $_.Result -eq 'Failed' }", 1.25), ("where", "Where-Object Result -eq Failed", 1.25), ("all", "Out-Null", 1) })
        {
            IReadOnlyList<Runs> runs = Comparison.Measure(
                7, new Contender("inline", server.Server, mode, 3) { Module = assembly }, new Contender("list", server.Server, mode, 3));
            Add("3", $"{size} to {what}: reading on the pipeline's thread / beside it", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), bound, isAtLeast: true);
        }
    }

    private static async Task<byte[]> DownloadAsync(RestoreServer server)
    {
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using HttpClient http = new(handler) { BaseAddress = new Uri($"https://{server.Server}") };
        using FormUrlEncodedContent logon = new(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["username"] = server.Options.UserName,
            ["password"] = server.Options.Password,
        });
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/v5/token", UriKind.Relative), logon);
        using JsonDocument token = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        return await http.GetByteArrayAsync(new Uri("/v5/RestoreSessions", UriKind.Relative));
    }

    private async Task FirstObjectAsync()
    {
        await using RestoreServer small = await RestoreServer.StartAsync(Options(1, BodyShape.Array, isFrugal: false));

        // A frugal server makes the list on the thread that would notice that the client has gone, and so to its end.
        await using RestoreServer large = await RestoreServer.StartAsync(Options(1_000_000, BodyShape.Array, isFrugal: false));
        IReadOnlyList<Runs> runs = Comparison.Measure(7, new Contender("list", large.Server, "first"), new Contender("list", small.Server, "first"));
        Add("5", "The first object, fresh shell: of 1,000,000 / of 1", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.15);
        double sent = (double)large.BodyBytesSent / 7;
        double share = sent / (1_000_000 * 670.0);
        _goals.Add(new Goal("5", "The first of 1,000,000: how much of the body was sent, against 2%", share.ToString("0.0%", CultureInfo.InvariantCulture), "2.0%", share / 0.02, 1));
    }

    private async Task LatencyAsync()
    {
        await using RestoreServer near = await RestoreServer.StartAsync(Options(100_000));
        await using RestoreServer far = await RestoreServer.StartAsync(Options(100_000, latency: 50));
        IReadOnlyList<Runs> runs = Comparison.Measure(11, new Contender("list", far.Server, Repeat: UntilWarm), new Contender("list", near.Server, Repeat: UntilWarm));
        Add("7", "100,000 in pages, fresh shell: at 50 ms of latency / without", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.3);
        Add("7", "100,000 in pages, fifth time: at 50 ms of latency / without", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), 1.3);
    }

    private async Task ManyServersAsync()
    {
        RestoreServer[] servers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RestoreServer.StartAsync(Options(100, latency: 100))));
        IReadOnlyList<Runs> runs = Comparison.Measure(
            5, new Contender("list", string.Join(",", servers.Select(s => s.Server)), Repeat: 3), new Contender("list", servers[0].Server, Repeat: 3));
        Add("8", "At 100 ms of latency, connect and list, fresh shell: 20 servers / 1", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 3);
        Add("8", "At 100 ms of latency, list, third time: 20 servers / 1", runs[0].Median(r => r.Warm()), runs[1].Median(r => r.Warm()), 3);
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
        Add("9", "Import-Module: this module / one of a single cmdlet", import[0], import[1], 1.5);
        Add("9", "Import-Module: this module / its manifest, format file and cmdlets with nothing in them", import[0], import[2], 1.1);
        double size = new DirectoryInfo(Repository.Module).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "Newtonsoft.Json.dll").Sum(f => f.Length) / 1024.0;
        _goals.Add(new Goal("9", "Size of the module's own files, against 512 kB", $"{size:0} kB", "512 kB", size / 512, 1));
    }

    private async Task AgainstAsync(string earlier, int sessions, BodyShape shape, int times)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(sessions, shape));
        Contender module = new("list", server.Server);
        IReadOnlyList<Runs> runs = Comparison.Measure(times, module, module with { Module = Path.Combine(earlier, "RestoreSessions.psd1") });
        string what = string.Create(CultureInfo.InvariantCulture, $"{sessions:N0}, {(shape == BodyShape.Array ? "in one array" : "in pages")}, fresh shell");
        Add("0", $"{what}, import, connect and list: this build / the earlier one", runs[0].Median(r => r.Fresh()), runs[1].Median(r => r.Fresh()), 1.1);
        Add("0", $"{what}, list alone: this build / the earlier one", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.1);
    }

    private void Growing(Runs million, Runs hundredThousand) => Add(
        "6", "Time per 100,000 sessions, warm: at 1,000,000 / at 100,000", million.Median(r => r.Warm()) / 10, hundredThousand.Median(r => r.Warm()), 1.1);
}
