using System.Globalization;
using FakeServer;
using RestoreSessions.Audit;
using RestoreSessions.Http;

namespace RestoreSessions.Benchmarks;

/// <content>The trail: its first run, a run that finds nothing new, and many servers.</content>
internal sealed partial class Goals
{
    private const int EventsOfASession = 3;

    private async Task TrailAsync(int sessions, int times)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(sessions));
        Contender first = new("trail", server.Server, "first");
        IReadOnlyList<Runs> runs = Comparison.Measure(times, first, new Contender("list", server.Server, "events"));
        string size = sessions.ToString("N0", CultureInfo.InvariantCulture);
        Add("The trail", $"A first trail of {size} sessions with events: Export-RestoreSessionAudit / reading the events to Out-Null", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.1);
    }

    private async Task NothingNewAsync(int lines)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(Options(100));
        string folder = Directory.CreateTempSubdirectory("trail").FullName;
        try
        {
            string large = Make(Path.Combine(folder, "large.jsonl"), server.Server, lines);
            string small = Make(Path.Combine(folder, "small.jsonl"), server.Server, EventsOfASession + 1);
            IReadOnlyList<Runs> runs = Comparison.Measure(
                7, new Contender("trail", server.Server, large), new Contender("trail", server.Server, small));
            string size = lines.ToString("N0", CultureInfo.InvariantCulture);
            Add("The trail", $"A run that finds nothing new: beside {size} lines ({Size(new FileInfo(large).Length)}) / beside {EventsOfASession + 1}", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 1.2);
            (double a, double b) = (runs[0].Median(r => r.Peak), runs[1].Median(r => r.Peak));
            _goals.Add(new Goal("The trail", $"Peak memory of a run that finds nothing new: beside {size} lines / beside {EventsOfASession + 1}", Size(a), Size(b), a / b, 1.05));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task TrailOfManyServersAsync()
    {
        RestoreServer[] servers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RestoreServer.StartAsync(Options(100, latency: 100))));
        IReadOnlyList<Runs> runs = Comparison.Measure(
            3, new Contender("trail", string.Join(",", servers.Select(s => s.Server)), "first"), new Contender("trail", servers[0].Server, "first"));
        Add("The trail", "At 100 ms of latency, a first trail of 100 sessions a server: 20 servers / 1", runs[0].Median(r => r.Fresh("list")), runs[1].Median(r => r.Fresh("list")), 3);
        await Task.WhenAll(servers.Select(s => s.DisposeAsync().AsTask()));
    }

    // A trail as earlier runs have left it, of sessions that the server no longer has.
    private static string Make(string path, string server, int lines)
    {
        DateTime now = DateTime.UtcNow;
        using AuditTrail trail = AuditTrail.Open(path, Clock.Machine, _ => { });
        AuditAccount account = trail.AccountOf(server, @"DOMAIN\admin", null, now);
        for (int i = 0; i < lines / (EventsOfASession + 1); i++)
        {
            RestoreSession session = new() { Id = Guid.NewGuid(), Server = server, Type = "Vex", Name = "Exchange restore (Job: Mail)", Organization = "contoso.onmicrosoft.com", InitiatedBy = @"CONTOSO\j.doe", State = "Stopped", Result = "Success", CreationTimeUtc = now.AddDays(-100), EndTimeUtc = now.AddDays(-99) };
            trail.Add(new AuditReading(account, session, [.. Enumerable.Range(0, EventsOfASession).Select(n => new RestoreSessionEvent
            {
                Id = Guid.NewGuid(), SessionId = session.Id, Session = session, Server = server, Type = "Restore", Status = "Success", StartTimeUtc = session.CreationTimeUtc, ItemName = $"Item {n}", ItemType = "Mailbox",
                Source = @"contoso.onmicrosoft.com\Mailboxes\Item", Target = @"contoso.onmicrosoft.com\Mailboxes", Title = "Restoring Item", Message = "Item was processed", Order = n,
            })], now));
            if (trail.IsDue)
            {
                trail.Commit();
            }
        }

        trail.Complete(new AuditListed(account, new AuditPeriod(null, null) { Frontier = now }));
        trail.Commit();
        trail.Confirm();
        return path;
    }
}
