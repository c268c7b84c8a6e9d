namespace RestoreSessions.Audit;

/// <summary>The file of a trail. It only ever grows: nothing here shortens it, and only zeros that a loss of power left are written over.</summary>
/// <remarks>It is opened for each batch, and closed again, so that it can be rotated between two.</remarks>
/// <param name="path">The file's path.</param>
/// <param name="state">What is known of it. The batch of this is on the disk before a byte of it goes into the file.</param>
/// <param name="written">Takes the lines that are read from the file.</param>
/// <param name="warn">Called with what the user has to know.</param>
internal sealed partial class AuditFile(string path, AuditState state, WrittenLines written, Action<string> warn)
{
    private const int LineFeed = '\n';

    private static readonly ArraySegment<byte> EndOfLine = new([LineFeed]);

    /// <summary>What bytes go through on their way to a file, on this thread; null but in tests, which slow it down or let the disk be full.</summary>
    [field: ThreadStatic]
    public static Func<Stream, Stream>? Through { get; set; }

    /// <summary>Finds out, before anything is done, that a file is not a trail.</summary>
    /// <exception cref="AuditFailure">It is not.</exception>
    public static void RefuseForeign(string path)
    {
        using Stream file = OpenToRead(path);
        RefuseForeign(file);
    }

    /// <summary>Reads the lines of the file, and of those beside it that it was renamed to.</summary>
    public void ReadAll()
    {
        foreach (string each in Beside(Path.GetFileName(path) + "*").Concat([path]))
        {
            using Stream? file = each == path ? OpenToRead(path) : TryOpenToRead(each);
            if (file is not null && WrittenLines.IsOurs(FileHead.Read(file, 0, 16)))
            {
                file.Seek(0, SeekOrigin.Begin);
                written.Read(file);
            }
        }

        state.Number = Math.Max(state.Number, written.LastNumber);
        state.Accounts.ForEach(account => account.IsBehind = true);
    }

    /// <summary>Writes lines behind all others. They are in the state, and on the disk, before the first byte is in the file.</summary>
    /// <exception cref="IOException">The disk is full, or another program has changed the file.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public void Append(ArraySegment<byte> lines)
    {
        using FileStream file = Open(path);
        if (file.Length == 0 && state.Offset > 0)
        {
            state.Accounts.ForEach(account => account.Rotate());
            Remember(file);
        }

        if (file.Length != state.Offset || !state.Head.IsOf(file))
        {
            throw new IOException("Another program has changed it while it was being written. The next run finds out what is missing.");
        }

        state.Begin(lines);
        state.Save(path);
        Write(file, state.Offset, lines);
        Remember(file);
    }

    private void Remember(Stream file)
    {
        state.Offset = file.Length;
        state.Head = FileHead.Of(file);
        state.Batch = null;
    }

    // Other files of the folder, but those of another trail, whose name may begin with this one's, and pipes, which have no length.
    private IEnumerable<string> Beside(string pattern)
    {
        string folder = Path.GetDirectoryName(path)!;
        string[] others = Directory.GetFiles(folder, "*.lock").Concat(Directory.GetFiles(folder, "*.state"))
            .Select(each => Path.ChangeExtension(each, null)).Where(other => other.Length > path.Length).ToArray();
        return Directory.GetFiles(folder, pattern).Where(each => each != path && !each.StartsWith(path + ".state", StringComparison.Ordinal) && each != path + ".lock"
            && !others.Any(other => each.StartsWith(other, StringComparison.Ordinal)) && new FileInfo(each).Length > 0);
    }

    private static void RefuseForeign(Stream file)
    {
        if (file.Length > 0 && !WrittenLines.IsOurs(FileHead.Read(file, 0, 16)))
        {
            throw new AuditFailure(AuditFailureKind.NotATrail);
        }
    }

    private static Stream OpenToRead(string path) =>
        File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : new MemoryStream();

    // What else lies in the folder may be another user's.
    private static Stream? TryOpenToRead(string path)
    {
        try
        {
            return OpenToRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Open(string path) =>
        Persistence.Try(() => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1));

    private static void Write(FileStream file, long offset, ArraySegment<byte> lines)
    {
        file.Seek(offset, SeekOrigin.Begin);
        (Through?.Invoke(file) ?? file).Write(lines.Array!, lines.Offset, lines.Count);
        file.Flush(flushToDisk: true);
    }
}
