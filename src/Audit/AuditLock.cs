namespace RestoreSessions.Audit;

/// <summary>Lets one run at a time write a trail. The file is empty, and stays when the run has ended.</summary>
internal sealed class AuditLock : IDisposable
{
    private readonly FileStream _file;

    private AuditLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null where another run has it.</summary>
    /// <param name="path">The path of the lock's own file.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static AuditLock? Take(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // On Linux, .NET can be told not to lock what it opens (DOTNET_SYSTEM_IO_DISABLEFILELOCKING).
            file.Lock(0, 1);
            return new AuditLock(file);
        }
        catch (IOException e) when (file is not null || IsTaken(e))
        {
            file?.Dispose();
            return null;
        }
        catch (PlatformNotSupportedException)
        {
            // macOS has no locks of a part of a file.
            return new AuditLock(file!);
        }
    }

    /// <summary>Whether a file cannot be opened because another program has it.</summary>
    /// <remarks>Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; EAGAIN is 11 on Linux and 35 on macOS.</remarks>
    public static bool IsTaken(IOException e) => (e.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    /// <summary>Gives it back.</summary>
    public void Dispose() => _file.Dispose();
}
