using System.Management.Automation;
using System.Runtime.InteropServices;

namespace RestoreSessions.Report;

/// <summary>A regular file, or the place of one that is not there yet: another file can take its place in one step.</summary>
internal sealed class RegularFile
{
    private RegularFile(string path, UnixRights? rights)
    {
        Path = path;
        Rights = rights;
    }

    /// <summary>Without links.</summary>
    public string Path { get; }

    /// <summary>What the other file must be given; null where there is no file, and on Windows, which keeps the rights by itself.</summary>
    public UnixRights? Rights { get; }

    /// <summary>Finds the file that a path leads to.</summary>
    /// <param name="path">A whole path.</param>
    /// <param name="getItem">Get-Item for a whole path; null where there is none.</param>
    /// <returns>Null where a file must be written as it stands: a pipe, a device, one with several names, a link that leads nowhere and, on Windows, any link.</returns>
    public static RegularFile? Find(string path, Func<string, PSObject?> getItem)
    {
        string? real = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? null : UnixRights.RealPath(path);
        if (real is null)
        {
            return IsLink(path) ? null : new RegularFile(path, null);
        }

        // These folders have names of open files, such as /dev/stdout. Behind one may be a regular file that another program is writing to.
        string folder = UnixRights.RealPath(System.IO.Path.GetDirectoryName(path)) ?? "";
        UnixRights? rights = folder == "/dev" || folder.StartsWith("/proc/", StringComparison.Ordinal) ? null : UnixRights.Of(getItem(real));
        return rights is null ? null : new RegularFile(real, rights);
    }

    private static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
