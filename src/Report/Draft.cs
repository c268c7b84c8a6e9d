using System.Runtime.InteropServices;

namespace RestoreSessions.Report;

/// <summary>A file that is being written: beside the one whose place it takes, or in the folder for temporary files. Whatever happens, nothing is left of it.</summary>
/// <remarks>
/// Only where the process is killed, a draft stays beside the file, under a name that begins with a dot. A report that is written into that folder a
/// day later or more removes it.
/// </remarks>
internal sealed class Draft : IDisposable
{
    private const string Name = ".RestoreSessions-";
    private const string Extension = ".unfinished";
    private const int BufferSize = 65536;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private Draft(FileStream stream) => Stream = stream;

    /// <summary>What has been written.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins one beside a file, with the file's rights.</summary>
    /// <returns>Null where this user may make none, or none with these rights.</returns>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static Draft? Beside(RegularFile file)
    {
        string folder = Path.GetDirectoryName(file.Path);
        RemoveAbandoned(folder);
        try
        {
            // Nobody can foresee the name, and CreateNew follows no link.
            Draft draft = new(new FileStream(
                Path.Combine(folder, $"{Name}{Guid.NewGuid():N}{Extension}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize));
            if (file.Rights?.TryGiveTo(draft.Stream.Name) != false)
            {
                return draft;
            }

            draft.Dispose();
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or PathTooLongException)
        {
            return null;
        }
    }

    /// <summary>Begins one for this user alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Draft Temporary()
    {
        string path = Path.GetTempFileName();
        Draft draft = new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose));
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // Windows deletes it even when the process is killed. Unix keeps it until it is closed, without a name.
            File.Delete(path);
        }

        return draft;
    }

    /// <summary>Takes the place of a file.</summary>
    /// <exception cref="IOException">It cannot, or the disk is full. The file is as it was.</exception>
    public void Replace(string path, bool mayReplace)
    {
        // Some disks report only now that they are full.
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (mayReplace && File.Exists(path))
        {
            File.Replace(Stream.Name, path, null);
        }
        else
        {
            File.Move(Stream.Name, path);
        }
    }

    /// <summary>Deletes it, unless it has taken the place of a file.</summary>
    public void Dispose()
    {
        try
        {
            // Closing writes what is buffered, which fails where the disk is full.
            Stream.Dispose();
        }
        finally
        {
            File.Delete(Stream.Name);
        }
    }

    private static void RemoveAbandoned(string folder)
    {
        try
        {
            foreach (FileInfo file in new DirectoryInfo(folder).GetFiles(Name + "*" + Extension).Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned))
            {
                file.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file belongs to another user. The report can be written all the same.
        }
    }
}
