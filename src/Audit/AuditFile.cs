using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RestoreSessions.Audit;

/// <summary>The file of a trail. It only ever grows: nothing here shortens it, and only zeros that a loss of power left are written over.</summary>
/// <remarks>It is opened for each batch, and closed again, so that it can be rotated between two.</remarks>
/// <param name="path">The file's path.</param>
/// <param name="state">What is known of it. The batch of this is on the disk before a byte of it goes into the file.</param>
/// <param name="written">Takes the lines that are read from the file.</param>
/// <param name="warn">Called with what the user has to know.</param>
internal sealed class AuditFile(string path, AuditState state, WrittenLines written, Action<string> warn)
{
    private const int LineFeed = '\n';

    private static readonly byte[] EndOfLine = [LineFeed];

    /// <summary>What bytes go through on their way to a file, on this thread; null but in tests, which slow it down or let the disk be full.</summary>
    [field: ThreadStatic]
    public static Func<Stream, Stream>? Through { get; set; }

    /// <summary>Completes what an earlier run began, and finds out what has become of the file since.</summary>
    /// <exception cref="AuditFailure">It is not a trail.</exception>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public void Recover()
    {
        byte[] rest;
        using (Stream file = OpenToRead(path))
        {
            if (file.Length == 0 || !IsTheSame(file))
            {
                if (file.Length > 0 && !WrittenLines.IsOurs(FileHead.Read(file, 0, 16)))
                {
                    throw new AuditFailure(AuditFailureKind.NotATrail);
                }

                rest = CompleteRotated() ? [] : state.Lines();
                state.Accounts.ForEach(account => account.Rotate());
                if (file.Length > 0)
                {
                    ReadAll();
                }
            }
            else
            {
                rest = Complete(path, file) ?? FindMissing(file);
            }
        }

        EndLastLine();
        using (Stream file = OpenToRead(path))
        {
            Remember(file);
        }

        if (rest.Length > 0)
        {
            Append(rest);
        }
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
    public void Append(byte[] lines)
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
        Write(file, state.Offset, lines, 0);
        Remember(file);
    }

    // A file that has nothing but the batch is known by the batch, or by the zeros that a loss of power left in its place.
    private bool IsTheSame(Stream file) => IsKnown(file) || (state.Offset == 0 && file.Length <= state.Lines().Length && IsZero(file, 0));

    private bool IsKnown(Stream file) => state.Head.IsOf(file) && (state.Offset > 0 || Common(file, state.Lines()) > 0);

    // Writes what is missing of the batch, where the file ends within it; null where something else stands there. Nothing is left of the batch then.
    private byte[]? Complete(string target, Stream file)
    {
        byte[] lines = state.Lines();
        long tail = file.Length - state.Offset;
        int same = tail < 0 ? 0 : Common(file, lines);
        if (tail < 0 || (same < Math.Min(tail, lines.Length) && !(tail <= lines.Length && IsZero(file, state.Offset + same))))
        {
            return null;
        }

        if (same < lines.Length)
        {
            using FileStream output = Open(target);
            Write(output, state.Offset + same, lines, same);
        }
        else if (tail > lines.Length)
        {
            // The state is older than the file.
            ReadAll();
        }

        return [];
    }

    // Lines are missing from the file, or stand where the batch should.
    private byte[] FindMissing(Stream file)
    {
        ReadAll();
        if (file.Length < state.Offset)
        {
            warn($"'{path}' is shorter than it was. What is missing is read from the servers again, as far as they still have it.");
            state.Accounts.ForEach(account => account.Restart());
        }

        return written.Missing(state.Lines());
    }

    // The batch belongs into the file that was put aside in its middle. False where that is gone, or packed.
    private bool CompleteRotated()
    {
        if (state.Batch is null)
        {
            return true;
        }

        foreach (string each in Beside("*").OrderByDescending(File.GetLastWriteTimeUtc))
        {
            using Stream? file = TryOpenToRead(each);
            if (file is not null && IsKnown(file) && Complete(each, file) is not null)
            {
                return true;
            }
        }

        return false;
    }

    // After a kill, and the loss of the state that could complete it.
    private void EndLastLine()
    {
        using Stream file = OpenToRead(path);
        if (file.Length > 0 && FileHead.Read(file, file.Length - 1, 1)[0] != LineFeed)
        {
            warn($"The last line of '{path}' was cut off when an earlier run was killed, and what was to follow is no longer known. The line stays as it is.");
            using FileStream output = Open(path);
            Write(output, output.Length, EndOfLine, 0);
        }
    }

    private void Remember(Stream file)
    {
        state.Offset = file.Length;
        state.Head = FileHead.Of(file);
        state.Batch = null;
    }

    private int Common(Stream file, byte[] lines)
    {
        byte[] there = FileHead.Read(file, state.Offset, lines.Length);
        int same = 0;
        while (same < there.Length && there[same] == lines[same])
        {
            same++;
        }

        return same;
    }

    private static bool IsZero(Stream file, long offset) => FileHead.Read(file, offset, int.MaxValue).All(each => each == 0);

    private IEnumerable<string> Beside(string pattern) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, pattern).Where(each => each != path && !each.StartsWith(path + ".state", StringComparison.Ordinal) && each != path + ".lock");

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

    private static void Write(FileStream file, long offset, byte[] lines, int from)
    {
        file.Seek(offset, SeekOrigin.Begin);
        (Through?.Invoke(file) ?? file).Write(lines, from, lines.Length - from);
        file.Flush(flushToDisk: true);
    }
}
