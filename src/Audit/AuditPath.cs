namespace RestoreSessions.Audit;

/// <summary>Where a trail may be written.</summary>
internal static class AuditPath
{
    /// <summary>Finds out, before anything is done for it, that a file cannot be written there.</summary>
    /// <exception cref="IOException">It is a folder or a pipe, or its folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">It is read-only.</exception>
    public static void Check(string path)
    {
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path))
        {
            throw new IOException("It is a folder. Name a file in it.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetDirectoryName(path)}'. Create it first.");
        }

        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            throw new UnauthorizedAccessException("The file there is read-only.");
        }

        if (Path.GetDirectoryName(path) == "/dev" || IsPipe(path))
        {
            throw new IOException("It is a pipe or a device, and no file. Name a file.");
        }
    }

    // .NET Standard 2.0 cannot ask what a file is, and a pipe has no length. Opened to read and write, a pipe waits for nobody.
    private static bool IsPipe(string path)
    {
        if (Path.DirectorySeparatorChar != '/' || !File.Exists(path) || new FileInfo(path).Length > 0)
        {
            return false;
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return !file.CanSeek;
    }
}
