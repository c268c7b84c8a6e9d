namespace RestoreSessions.Audit;

/// <content>What is done before a run writes.</content>
internal sealed partial class AuditFile
{
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
                RefuseForeign(file);
                rest = CompleteRotated() ? [] : state.Lines();
                state.Accounts.ForEach(account => account.Rotate());
                if (file.Length > 0 || state.Number == 0)
                {
                    // Without a state, files beside it may be what became of it.
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
            Append(new ArraySegment<byte>(rest));
        }
    }

    // A file that has nothing but the batch is recognized by the batch, or by the zeros that a loss of power has left in its place.
    private bool IsTheSame(Stream file) => IsKnown(file) || (state.Offset == 0 && file.Length <= state.Lines().Length && IsZero(file, 0));

    private bool IsKnown(Stream file) => state.Head.IsOf(file) && (state.Offset > 0 || Common(file, state.Lines()) > 0);

    // Where the file ends within the batch, the rest is written, and no line is left to write (an empty array). Null where the file has something else there.
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
            Write(output, state.Offset + same, new ArraySegment<byte>(lines, same, lines.Length - same));
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

    // A run was killed while it wrote the batch, and then the file was renamed: the rest of the batch belongs into the renamed file. False where that is gone, or compressed.
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
            Write(output, output.Length, EndOfLine);
        }
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
}
