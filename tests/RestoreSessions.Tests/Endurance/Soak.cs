using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Races;

namespace RestoreSessions.Tests.Endurance;

/// <summary>Loads that last. Each returns what was measured, and throws when something went wrong.</summary>
internal static class Soak
{
    private const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint";

    /// <summary>One listing, while the token runs out again and again.</summary>
    public static async Task<string> ExpiringTokensAsync(int sessions, double lifetimeSeconds)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = sessions, TokenLifetimeSeconds = lifetimeSeconds, MaximumLimit = 1000 });
        using Shell shell = Open(server);
        Stopwatch watch = Stopwatch.StartNew();
        HashSet<Guid> seen = [];
        ShellResult result = shell.Run($"{Connect}; $n = 0; $ids = [System.Collections.Generic.HashSet[guid]]::new(); Get-RestoreSession | ForEach-Object {{ $n++; $null = $ids.Add($_.Id) }}; $n; $ids.Count");
        Expect(result, sessions, sessions);
        return Invariant($"{sessions:N0} sessions in {server.Requests.Listings.Count} pages, each once, with {server.Refreshes} refreshes of a token that lasts {lifetimeSeconds} s, in {watch.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Many runspaces share one connection whose refresh tokens can be used once, and the token expires again and again.</summary>
    public static async Task<string> SharedConnectionAsync(int runspaces, int expiries)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using Shell owner = Open(server);
        PSObject connection = owner.Run($"{Connect} -ApiVersion v8 -PassThru").Output.Single();
        SentSessions sent = new(server, 8);
        Shell[] shells = [.. Enumerable.Range(0, runspaces).Select(_ => Open(server, connection))];
        try
        {
            for (int i = 0; i < expiries; i++)
            {
                server.ExpireTokens();
                ShellResult[] results = await Task.WhenAll(shells.Select(shell => shell.RunAsync("Get-RestoreSession -Connection $connection")));
                foreach (ShellResult result in results)
                {
                    Expect(result, sent, server.Sessions.Count);
                }
            }
        }
        finally
        {
            Array.ForEach(shells, shell => shell.Dispose());
        }

        Check(server.Refreshes == expiries, $"{server.Refreshes} refreshes for {expiries} expiries");
        Check(server.Logons == 1, $"{server.Logons} logons");
        return Invariant($"{runspaces} runspaces, {expiries} expiries, {server.Refreshes} refreshes, {server.Logons} logon, every field as it was sent");
    }

    /// <summary>Connects, lists and disconnects again and again, and looks at what is left behind.</summary>
    public static async Task<string> CyclesAsync(int cycles)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 5 });
        using Shell shell = Open(server);
        string cycle = $"{Connect} -ApiVersion v8; $n = @(Get-RestoreSession).Count; Disconnect-RestoreServer; if ($n -ne 5) {{ throw $n }}";

        Expect(shell.Run($"foreach ($i in 1..{Math.Max(20, cycles / 10)}) {{ {cycle} }}"));
        Footprint before = await Footprint.TakeAsync(server);
        Expect(shell.Run($"foreach ($i in 1..{cycles}) {{ {cycle} }}"));
        Footprint after = await Footprint.TakeAsync(server);

        Check(after.Handles <= before.Handles + 20, $"handles grew from {before.Handles} to {after.Handles}");
        Check(after.Threads <= before.Threads + 10, $"threads grew from {before.Threads} to {after.Threads}");
        Check(after.Heap <= before.Heap + 8_000_000, $"the heap grew from {before.Heap} to {after.Heap} bytes");
        return Invariant($"{cycles:N0} cycles: handles {before.Handles} to {after.Handles}, threads {before.Threads} to {after.Threads}, heap {before.Heap / 1e6:0.0} MB to {after.Heap / 1e6:0.0} MB (the server's part included)");
    }

    /// <summary>Presses Ctrl+C at random moments of connecting and listing.</summary>
    public static async Task<string> InterruptsAsync(int times, int seed)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 20_000, MaximumLimit = 500, Latency = TimeSpan.FromMilliseconds(3) });
        using Shell shell = Open(server);
        SentSessions sent = new(server, 8);
        Expect(shell.Run($"{Connect} -ApiVersion v8"));
        Random random = new(seed);
        List<double> waits = [];
        for (int i = 0; i < times; i++)
        {
            using Invocation invocation = shell.Begin(random.Next(4) == 0 ? $"{Connect} -ApiVersion v8; Get-RestoreSession" : "Get-RestoreSession");
            await Task.Delay(random.Next(120));
            Stopwatch watch = Stopwatch.StartNew();
            invocation.Stop();
            waits.Add(watch.Elapsed.TotalMilliseconds);
            Expect(invocation.Wait(), sent);
        }

        await server.Requests.WaitUntilIdleAsync();
        Expect(shell.Run($"{Connect} -ApiVersion v8; Get-RestoreSession"), sent, server.Sessions.Count);
        waits.Sort();
        int late = waits.Count(w => w > 250);
        return Invariant($"{times:N0} interruptions: median {waits[times / 2]:0.0} ms, the longest {waits[^1]:0} ms, {late} above 250 ms; every field of what had come as it was sent, no request left behind, the runspace stays usable");
    }

    private static Shell Open(RestoreServer server, PSObject? connection = null) => new(new ShellOptions
    {
        Variables = new Dictionary<string, object?>
        {
            ["server"] = server.Server,
            ["thumbprint"] = server.Thumbprint,
            ["credential"] = new PSCredential(server.Options.UserName, new NetworkCredential("", server.Options.Password).SecurePassword),
            ["connection"] = connection,
        },
    })
    {
        Limit = Timeout.InfiniteTimeSpan,
    };

    private static void Expect(ShellResult result, params int[] numbers)
    {
        Check(result.Errors.Count == 0, string.Join("; ", result.Errors));
        Check(result.Output.Select(o => (int)o.BaseObject).SequenceEqual(numbers), $"{string.Join(", ", result.Output)} in place of {string.Join(", ", numbers)}");
    }

    private static void Expect(ShellResult result, SentSessions sent, int? count = null)
    {
        Check(result.Errors.Count == 0, string.Join("; ", result.Errors));
        string? difference = sent.FindDifference(result.Output.Select(o => (RestoreSession)o.BaseObject));
        Check(difference is null, difference ?? "");
        Check(count is null || result.Output.Count == count, $"{result.Output.Count} sessions in place of {count}");
    }

    private static void Check(bool isRight, string whatIsWrong)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(whatIsWrong);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Footprint(int Handles, int Threads, long Heap)
    {
        public static async Task<Footprint> TakeAsync(RestoreServer server)
        {
            await server.Requests.WaitUntilIdleAsync();
            server.Requests.Clear();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using Process self = Process.GetCurrentProcess();
            int handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : self.HandleCount;
            return new Footprint(handles, self.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
