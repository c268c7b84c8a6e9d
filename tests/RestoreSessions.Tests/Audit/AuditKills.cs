using System.Globalization;
using System.Text.Json;
using FakeServer;
using HostedShell;
using RestoreSessions.Audit;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>
/// Kills processes that append to one trail, each in the middle of a write that is slow and comes in pieces, while sessions open, grow and stop, and a reader
/// looks at the file all the time.
/// </summary>
public sealed class AuditKills
{
    // While one is killed, the others have started already; all but one of them find the trail in use.
    private const int Processes = 3;

    /// <summary>Kills so many, compares the file with the server by value, and returns a line about it.</summary>
    public static async Task<string> RunAsync(int kills, int seed)
    {
        Random random = new(seed);
        using TemporaryFolder folder = new();
        string path = folder["restores.jsonl"];
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 }, isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        List<ChildProcess> children = [];
        int torn = 0;
        using CancellationTokenSource ending = new();
        Task<long> reader = Task.Run(() => ReadAgainAndAgain(path, ending.Token));
        try
        {
            for (int i = 0; i < kills; i++)
            {
                while (children.Count < Processes)
                {
                    children.Add(Start(fixture.Server, path));
                }

                ChildProcess writer = await WaitForWriterAsync(fixture.Server, random, path, children, reader);
                await Task.Delay(random.Next(60));
                children.Remove(writer);
                await writer.DisposeAsync();
                torn += EndsWithinALine(path) ? 1 : 0;
            }
        }
        finally
        {
            foreach (ChildProcess child in children)
            {
                await child.DisposeAsync();
            }
        }

        Assert.Null(fixture.Run($"Export-RestoreSessionAudit '{path}'; Export-RestoreSessionAudit '{path}'").ErrorId);
        await ending.CancelAsync();
        long looks = await reader;
        Assert.False(File.Exists(path + ".errors"), File.Exists(path + ".errors") ? File.ReadAllText(path + ".errors") : "");
        IReadOnlyList<JsonElement> lines = Trail.Read(path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
        Assert.True(torn > 0, "no kill has left a line cut off");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{kills:N0} kills of a run that was writing (seed {seed}): {torn:N0} left a line cut off, and the next run completed it; {lines.Count:N0} lines of {fixture.Server.Sessions.Count:N0} sessions, each once, each as the server has it; a reader beside it looked {looks:N0} times and saw no byte change or vanish");
    }

    /// <summary>A process that appends until it is killed.</summary>
    [Fact(Explicit = true)]
    public void append_until_killed()
    {
        string path = Environment.GetEnvironmentVariable("TRAIL_PATH")!;
        using Shell shell = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?>
            {
                ["server"] = Environment.GetEnvironmentVariable("TRAIL_SERVER"),
                ["credential"] = ShellFixture.Credential(new ServerOptions().UserName, new ServerOptions().Password),
                ["path"] = path,
                ["slow"] = new Action(() => AuditFile.Through = file => IsSlowed(file, path) ? new SlowStream(file, path) : file),
            },
        });
        shell.Run("""
            $slow.Invoke()
            Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8
            while ($true) {
                try { Export-RestoreSessionAudit $path -ErrorAction Stop }
                catch { if ($_.FullyQualifiedErrorId -notlike 'AuditInUse,*') { [IO.File]::AppendAllText("$path.errors", "$($_.FullyQualifiedErrorId) $_`n") } }
                [Threading.Thread]::Sleep(10)
            }
            """);
    }

    private static ChildProcess Start(RestoreServer server, string path) => new(
        "RestoreSessions.Tests.dll",
        ["-class", typeof(AuditKills).FullName!, "-explicit", "only", "-noColor"],
        new Dictionary<string, string> { ["TRAIL_SERVER"] = server.Server, ["TRAIL_PATH"] = path });

    // A process says that it is writing by its number in a file.
    private static async Task<ChildProcess> WaitForWriterAsync(RestoreServer server, Random random, string path, List<ChildProcess> children, Task reader)
    {
        DateTime until = DateTime.UtcNow.AddMinutes(5);
        File.Delete(path + ".writer");
        Change(server, random);
        while (DateTime.UtcNow < until)
        {
            await Task.Delay(5);
            if (int.TryParse(ReadShared(path + ".writer"), CultureInfo.InvariantCulture, out int id) && children.Find(child => child.Id == id) is { } writer)
            {
                return writer;
            }

            Assert.False(reader.IsCompleted, reader.Exception?.ToString());
            Assert.False(File.Exists(path + ".errors"), File.Exists(path + ".errors") ? File.ReadAllText(path + ".errors") : "");
        }

        throw new TimeoutException("No process has written anything for five minutes.");
    }

    // Sessions open, grow and stop. Some of those that have stopped were opened hours ago, so that they are settled soon and need no further request.
    private static void Change(RestoreServer server, Random random)
    {
        DateTime now = DateTime.UtcNow;
        for (int i = 0; i < 3; i++)
        {
            bool isPast = random.Next(4) > 0;
            server.Sessions.Add(new SessionRecord
            {
                CreationTime = isPast ? now.AddHours(-random.Next(2, 23)) : now,
                State = isPast ? "Stopped" : "Working",
                EndTime = isPast ? now.AddHours(-1) : null,
                EventCount = random.Next(8),
                Details = new string('d', random.Next(2_000)),
                Name = "Exchange restore",
            });
        }

        SessionRecord[] open = [.. Enumerable.Range(0, server.Sessions.Count).Select(n => server.Sessions[n]).Where(session => session.State == "Working")];
        foreach (SessionRecord session in open)
        {
            bool stops = random.Next(3) == 0;
            server.Sessions.Replace(session with { EventCount = session.EventCount + random.Next(3), State = stops ? "Stopped" : "Working", EndTime = stops ? now : null });
        }
    }

    // The trail, and one state of four: the state is written first, and a kill that always hit the state would never tear a line.
    private static bool IsSlowed(Stream file, string path) => (file is FileStream { Name: var name } && name == path) || Random.Shared.Next(4) == 0;

    private static bool EndsWithinALine(string path) => ReadShared(path) is { Length: > 0 } text && text[^1] != '\n';

    private static string ReadShared(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using StreamReader text = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return text.ReadToEnd();
    }

    // What was seen is kept, and compared each time.
    private static long ReadAgainAndAgain(string path, CancellationToken cancellation)
    {
        MemoryStream seen = new();
        byte[] buffer = new byte[64 * 1024];
        long looks = 0;
        for (; !cancellation.IsCancellationRequested; looks++)
        {
            Thread.Sleep(2);
            if (!File.Exists(path))
            {
                continue;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Assert.True(file.Length >= seen.Length, $"{seen.Length - file.Length} bytes have vanished");

            // Every hundredth look is at the whole file, the others at its end.
            long from = looks % 100 == 0 ? 0 : Math.Max(0, seen.Length - buffer.Length);
            file.Seek(from, SeekOrigin.Begin);
            for (int count = file.Read(buffer); count > 0; count = file.Read(buffer))
            {
                int known = (int)Math.Min(count, seen.Length - from);
                Assert.True(known <= 0 || buffer.AsSpan(0, known).SequenceEqual(seen.GetBuffer().AsSpan((int)from, known)), $"a byte behind {from} has changed");
                seen.Seek(0, SeekOrigin.End);
                seen.Write(buffer, Math.Max(0, known), count - Math.Max(0, known));
                from += count;
            }
        }

        return looks;
    }

    private sealed class SlowStream(Stream file, string path) : MemoryStream
    {
        private static readonly Random Chance = new();

        public override void Write(byte[] buffer, int offset, int count)
        {
            File.WriteAllText(path + ".writer", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            for (int done = 0; done < count;)
            {
                // About twenty pieces in a tenth of a second, however long the batch is: longer than it takes to kill the process after the first.
                int part = Math.Min(count - done, 1 + Chance.Next(count / 10));
                file.Write(buffer, offset + done, part);
                file.Flush();
                done += part;
                Thread.Sleep(Chance.Next(10));
            }
        }
    }
}
