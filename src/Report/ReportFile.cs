using System.Text;

namespace RestoreSessions.Report;

/// <summary>The file that a report goes to. The page is made whole in another file, which then takes the place of this one.</summary>
internal sealed class ReportFile
{
    private readonly FileInfo _file;
    private readonly bool _isForced;
    private readonly bool _mayReplace;

    /// <param name="path">A whole path.</param>
    /// <param name="isForced">Whether a read-only file may be replaced. It stays read-only.</param>
    /// <param name="mayReplace">Whether any file may be.</param>
    /// <exception cref="ArgumentException">The path has characters that none may have; on .NET Framework also <see cref="NotSupportedException"/>.</exception>
    /// <exception cref="IOException">The path is too long (.NET Framework), or is that of a device (Windows).</exception>
    public ReportFile(string path, bool isForced, bool mayReplace)
    {
        _file = new FileInfo(path);
        _isForced = isForced;
        _mayReplace = mayReplace;

        // Windows makes \\.\CON of con.html in any folder, and a device is in none.
        if (_file.DirectoryName is null && !Directory.Exists(path))
        {
            throw new IOException("Windows keeps this name for a device.");
        }
    }

    public string Path => _file.FullName;

    /// <summary>Whether there is something that must not be replaced.</summary>
    public bool IsTaken => !_mayReplace && File.Exists(Path);

    /// <summary>Finds out, before anything is done for it, what would fail in the end.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is read-only.</exception>
    public void Check()
    {
        if (_file.Name.Length == 0 || Directory.Exists(Path))
        {
            throw new IOException("It is a folder. Name a file in it.");
        }

        if (!Directory.Exists(_file.DirectoryName))
        {
            throw new DirectoryNotFoundException($"There is no folder '{_file.DirectoryName}'. Create it first.");
        }

        RefuseReadOnly(Path);
    }

    /// <summary>Writes the file, in UTF-8. Who reads it meanwhile reads the old one.</summary>
    /// <param name="place">
    /// What <see cref="RegularFile.Find"/> has found; null to write into the file as it stands, as Out-File does. A named pipe without a reader
    /// then keeps the calling thread waiting.
    /// </param>
    /// <param name="write">Writes the text. Whatever it throws leaves everything as it was.</param>
    /// <param name="cancellation">Ends the writing before the file has been opened. A page that is being copied is finished.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public void Write(RegularFile? place, Action<TextWriter> write, CancellationToken cancellation)
    {
        Draft? beside = place is null ? null : Draft.Beside(place);
        using Draft draft = beside ?? Draft.Temporary();
        StreamWriter text = new(draft.Stream, new UTF8Encoding(false));
        write(text);
        text.Flush();
        cancellation.ThrowIfCancellationRequested();
        string path = place?.Path ?? Path;
        RefuseReadOnly(path);
        WhileWritable(path, () =>
        {
            if (beside is null)
            {
                Copy(draft.Stream, path, cancellation);
            }
            else
            {
                beside.Replace(path, _mayReplace);
            }
        });
    }

    private void Copy(Stream page, string path, CancellationToken cancellation)
    {
        page.Position = 0;
        using FileStream output = new(path, _mayReplace ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        if (output.CanSeek || !cancellation.IsCancellationRequested)
        {
            page.CopyTo(output);
        }
    }

    private static void WhileWritable(string path, Action action)
    {
        bool wasReadOnly = IsReadOnly(path);
        if (wasReadOnly)
        {
            File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        }

        try
        {
            action();
        }
        finally
        {
            if (wasReadOnly)
            {
                File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
            }
        }
    }

    /// <exception cref="UnauthorizedAccessException">It is read-only, and shall stay as it is.</exception>
    private void RefuseReadOnly(string path)
    {
        if (!_isForced && IsReadOnly(path))
        {
            throw new UnauthorizedAccessException("The file there is read-only. -Force replaces it.");
        }
    }

    /// <exception cref="IOException">No file can have this name.</exception>
    private static bool IsReadOnly(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
