using RestoreSessions.Audit;
using RestoreSessions.Tests.Hosted;
using RestoreSessions.Tests.Unit;

namespace RestoreSessions.Tests.Audit;

/// <summary>A trail that is continued without a server: each run adds sessions that a test makes up.</summary>
internal sealed class TrailOnDisk : IDisposable
{
    public static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    /// <summary>What the servers have: each run is shown all of it.</summary>
    public List<RestoreSession> Sessions { get; } = [];

    public List<string> Warnings { get; } = [];

    public string Path => _folder["restores.jsonl"];

    public string this[string name] => _folder[name];

    /// <summary>The file's text.</summary>
    public byte[] Bytes => File.ReadAllBytes(Path);

    /// <summary>Makes up a session of a month ago; it has two events.</summary>
    public void Add(string details = "", int days = 30) => Sessions.Add(new RestoreSession
    {
        Id = new Guid(Sessions.Count + 1, 0, 0, new byte[8]), Server = "vbo1", Type = "Vex", State = "Stopped", Result = "Success", Details = details,
        CreationTimeUtc = Now.AddDays(-days).AddMinutes(Sessions.Count), EndTimeUtc = Now.AddDays(-days).AddMinutes(Sessions.Count + 1),
    });

    /// <summary>One run that is shown everything, and writes a batch for each so many sessions.</summary>
    public void Run(int perBatch = 1_000)
    {
        using AuditTrail trail = AuditTrail.Open(Path, new FakeClock(), Warnings.Add);
        AuditAccount account = trail.AccountOf("vbo1", "reader", null, Now);
        AuditPlan plan = new(account, null, Now);
        while (plan.Next() is { } period)
        {
            RestoreSession[] listed = [.. Sessions.Where(session => !(session.CreationTimeUtc <= period.From) && !(session.CreationTimeUtc >= period.To))];
            foreach (RestoreSession[] some in listed.Where(session => !account.Done.ContainsKey(session.Id)).Chunk(perBatch))
            {
                Array.ForEach(some, session => trail.Add(new AuditReading(account, session, [.. EventsOf(session)], Now)));
                trail.Commit();
            }

            trail.Complete(new AuditListed(account, period));
            plan.GoOn(period, listed.Length);
        }

        trail.Confirm();
    }

    /// <summary>One run, during which the disk takes only so many bytes. Whether it came to its end.</summary>
    public bool RunOnDiskOf(long bytes)
    {
        AuditFile.Through = file => new FullDisk(file, () => bytes, taken => bytes -= taken);
        try
        {
            Run(perBatch: 1);
            return true;
        }
        catch (IOException e) when (e.Message == FullDisk.Message)
        {
            return false;
        }
        finally
        {
            AuditFile.Through = null;
        }
    }

    /// <summary>The keys of all lines that there have to be.</summary>
    public IEnumerable<string> Expected() => Sessions.SelectMany(session => EventsOf(session).Select(read => $"Event {session.Id} {read.Id}").Append($"Session {session.Id} ")).Order();

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<RestoreSessionEvent> EventsOf(RestoreSession session) => Enumerable.Range(1, 2).Select(i => new RestoreSessionEvent
    {
        Id = new Guid(i, 1, 0, session.Id.ToByteArray()[..8]), SessionId = session.Id, Server = "vbo1", Session = session, Status = "Success", StartTimeUtc = session.CreationTimeUtc, Order = i,
    });

    private sealed class FullDisk(Stream file, Func<long> left, Action<long> take) : MemoryStream
    {
        public const string Message = "There is not enough space on the disk.";

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fitting = (int)Math.Min(count, left());
            file.Write(buffer, offset, fitting);
            take(fitting);
            if (fitting < count)
            {
                throw new IOException(Message);
            }
        }
    }
}
