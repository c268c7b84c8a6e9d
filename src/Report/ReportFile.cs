using System;
using System.IO;
using System.Text;
using System.Threading;

namespace RestoreSessions.Report;

/// <summary>The file that a report goes to. The page is made whole in a temporary file, and then copied into this one, as Out-File opens it.</summary>
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

        if (IsReadOnly() && !_isForced)
        {
            throw new UnauthorizedAccessException("The file there is read-only. -Force replaces it.");
        }
    }

    /// <summary>Writes the file, in UTF-8. A named pipe without a reader keeps the calling thread waiting.</summary>
    /// <param name="write">Writes the text. Whatever it throws leaves everything as it was.</param>
    /// <param name="cancellation">Ends the writing before the file has been opened. A page that is being copied is finished.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public void Write(Action<TextWriter> write, CancellationToken cancellation)
    {
        // Made with a name of its own, for this user alone.
        using FileStream page = new(System.IO.Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 65536, FileOptions.DeleteOnClose);
        using StreamWriter text = new(page, new UTF8Encoding(false));
        write(text);
        text.Flush();
        page.Position = 0;
        cancellation.ThrowIfCancellationRequested();
        bool wasReadOnly = _isForced && IsReadOnly();
        if (wasReadOnly)
        {
            File.SetAttributes(Path, File.GetAttributes(Path) & ~FileAttributes.ReadOnly);
        }

        try
        {
            using FileStream output = new(Path, _mayReplace ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            if (output.CanSeek || !cancellation.IsCancellationRequested)
            {
                page.CopyTo(output);
            }
        }
        finally
        {
            if (wasReadOnly)
            {
                File.SetAttributes(Path, File.GetAttributes(Path) | FileAttributes.ReadOnly);
            }
        }
    }

    /// <exception cref="IOException">No file can have this name.</exception>
    private bool IsReadOnly()
    {
        try
        {
            return (File.GetAttributes(Path) & FileAttributes.ReadOnly) != 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
