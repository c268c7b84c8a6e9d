using System;
using System.IO;
using System.Text;

namespace RestoreSessions.Report;

/// <summary>A file that is written whole or not at all: beside its place first, and then into it.</summary>
internal sealed class ReportFile
{
    private readonly FileInfo _file;
    private readonly bool _isForced;
    private readonly bool _mayReplace;

    /// <param name="path">A whole path.</param>
    /// <param name="isForced">Whether a read-only file may be replaced. It stays read-only.</param>
    /// <param name="mayReplace">Whether any file may be.</param>
    /// <exception cref="ArgumentException">The path has characters that none may have; on .NET Framework also <see cref="NotSupportedException"/>.</exception>
    public ReportFile(string path, bool isForced, bool mayReplace)
    {
        _file = new FileInfo(path);
        _isForced = isForced;
        _mayReplace = mayReplace;
    }

    public string Path => _file.FullName;

    /// <summary>Whether there is something that must not be replaced.</summary>
    public bool IsTaken => !_mayReplace && Exists;

    private bool Exists => File.Exists(Path);

    /// <summary>Finds out, before anything is done for it, what would fail in the end.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is read-only.</exception>
    public void Check()
    {
        if (_file.Name.Length == 0 || Directory.Exists(Path))
        {
            throw new IOException("It is a folder. Name a file in it.");
        }

        if (!_file.Directory.Exists)
        {
            throw new DirectoryNotFoundException($"There is no folder '{_file.DirectoryName}'. Create it first.");
        }

        if (IsReadOnly && !_isForced)
        {
            throw new UnauthorizedAccessException("The file there is read-only. -Force replaces it.");
        }
    }

    /// <summary>Writes the file, in UTF-8.</summary>
    /// <param name="write">Writes the text. Whatever it throws leaves everything as it was.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public void Write(Action<TextWriter> write)
    {
        string draft = System.IO.Path.Combine(_file.DirectoryName, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (StreamWriter writer = new(Open(draft), new UTF8Encoding(false)))
            {
                write(writer);
            }

            if (!_mayReplace)
            {
                // Fails if a file has appeared meanwhile.
                File.Move(draft, Path);
            }
            else if (IsWrittenThrough)
            {
                File.Copy(draft, Path, overwrite: true);
            }
            else if (Exists)
            {
                Replace(draft);
            }
            else
            {
                File.Move(draft, Path);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private bool IsReadOnly => Exists && (File.GetAttributes(Path) & FileAttributes.ReadOnly) != 0;

    // A link leads elsewhere, and what is in /dev is no file: a file in the place of either would take it away.
    private bool IsWrittenThrough => Exists && ((File.GetAttributes(Path) & FileAttributes.ReparsePoint) != 0 || Path.StartsWith("/dev/", StringComparison.Ordinal));

    private FileStream Open(string draft)
    {
        if (!Exists || IsWrittenThrough)
        {
            return new FileStream(draft, FileMode.CreateNew);
        }

        // In .NET Standard, a copy is the one way to a new file with the rights that the old one has on Unix.
        File.Copy(Path, draft);
        SetReadOnly(draft, false);
        return new FileStream(draft, FileMode.Truncate);
    }

    private void Replace(string draft)
    {
        bool wasReadOnly = IsReadOnly;
        if (wasReadOnly)
        {
            SetReadOnly(Path, false);
        }

        try
        {
            File.Replace(draft, Path, null);
        }
        finally
        {
            if (wasReadOnly)
            {
                SetReadOnly(Path, true);
            }
        }
    }

    private static void SetReadOnly(string path, bool isReadOnly)
    {
        FileAttributes others = File.GetAttributes(path) & ~FileAttributes.ReadOnly;
        File.SetAttributes(path, isReadOnly ? others | FileAttributes.ReadOnly : others);
    }
}
