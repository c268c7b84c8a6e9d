using System.IO.Compression;
using System.Text;
using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>What a trail knows beside its file: how far it has come, and the last batch, which is completed after a kill.</summary>
/// <remarks>
/// It is written to <c>.state.new</c>, flushed to the disk, and then takes the place of <c>.state</c>. It has no plain line in it, because the agent
/// of a SIEM may read whatever lies beside the file.
/// </remarks>
internal sealed class AuditState
{
    /// <summary>The version that this module writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the module's format.</summary>
    public int Version { get; set; }

    /// <summary>How the file is known.</summary>
    public FileHead Head { get; set; } = new();

    /// <summary>Where the batch begins in the file or, without one, the file's length.</summary>
    public long Offset { get; set; }

    /// <summary>The lines whose writing was begun, compressed; null where all have been written.</summary>
    public byte[]? Batch { get; set; }

    /// <summary>The number of the last line. It runs on when the file is rotated.</summary>
    public long Number { get; set; }

    /// <summary>The accounts.</summary>
    public List<AuditAccount> Accounts { get; set; } = new();

    /// <summary>The state beside a trail's file; null where there is none that can be read.</summary>
    /// <exception cref="AuditFailure">It is of another version.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static AuditState? Load(string path)
    {
        AuditState? state = new[] { PathOf(path), NewPathOf(path) }.Where(File.Exists).Select(Read).FirstOrDefault(read => read is not null);
        return state is null or { Version: CurrentVersion } ? state : throw new AuditFailure(AuditFailureKind.OtherVersion);
    }

    /// <summary>The path of the state of a trail's file.</summary>
    public static string PathOf(string path) => path + ".state";

    /// <summary>The path that a state has before it takes the place of the last one.</summary>
    public static string NewPathOf(string path) => path + ".state.new";

    /// <summary>The accounts of a server.</summary>
    public IEnumerable<AuditAccount> Of(string server) => Accounts.Where(account => string.Equals(account.Server, server, StringComparison.OrdinalIgnoreCase));

    /// <summary>One account; null where it is new.</summary>
    public AuditAccount? Find(string server, string user) => Of(server).FirstOrDefault(account => string.Equals(account.User, user, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether another account of the same server has written a line.</summary>
    /// <param name="account">The account that does not count.</param>
    /// <param name="record">What the line records.</param>
    /// <param name="session">The session.</param>
    /// <param name="id">The event; empty for the lines of a session itself.</param>
    public bool IsWritten(AuditAccount account, AuditRecord record, Guid session, Guid id) => Of(account.Server).Any(other =>
        other != account && (other.Done.ContainsKey(session) || (other.Open.TryGetValue(session, out OpenSession? open) && open.Has(record, id))));

    /// <summary>Whether another account of the same server has a session, as far as it has looked.</summary>
    public bool IsSeen(AuditAccount account, Guid session) => Of(account.Server).Any(other =>
        other != account && (other.Done.ContainsKey(session) || (other.Open.TryGetValue(session, out OpenSession? open) && open.Missed < 2)));

    /// <summary>Takes lines in as the batch.</summary>
    public void Begin(ArraySegment<byte> lines)
    {
        MemoryStream packed = new();
        using (DeflateStream stream = new(packed, CompressionLevel.Fastest))
        {
            stream.Write(lines.Array!, lines.Offset, lines.Count);
        }

        Batch = packed.ToArray();
    }

    /// <summary>The lines of the batch; none where all have been written.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public byte[] Lines()
    {
        MemoryStream lines = new();
        if (Batch is not null)
        {
            using DeflateStream stream = new(new MemoryStream(Batch), CompressionMode.Decompress);
            stream.CopyTo(lines);
        }

        return lines.ToArray();
    }

    /// <summary>Writes it beside the trail's file. The last one stays until this one is whole.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public void Save(string path)
    {
        using (FileStream file = new(NewPathOf(path), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (StreamWriter text = new(AuditFile.Through?.Invoke(file) ?? file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 15, leaveOpen: true))
            {
                new JsonSerializer().Serialize(text, this);
            }

            file.Flush(flushToDisk: true);
        }

        Persistence.Try(() =>
        {
            if (File.Exists(PathOf(path)))
            {
                File.Replace(NewPathOf(path), PathOf(path), null);
            }
            else
            {
                File.Move(NewPathOf(path), PathOf(path));
            }

            return true;
        });
    }

    // A state that was cut off, or damaged, counts as none: the file's lines are read then.
    private static AuditState? Read(string path)
    {
        try
        {
            // Not JsonConvert, whose DefaultSettings another module of the process may have set, for times in other zones or names in other letters.
            using JsonTextReader text = new(new StringReader(File.ReadAllText(path)));
            AuditState? state = new JsonSerializer().Deserialize<AuditState>(text);
            _ = state?.Lines();
            return state;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }
}
