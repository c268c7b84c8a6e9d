using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text;

namespace RestoreSessions.Report;

/// <summary>Owner, group and mode of a regular file on Unix, and where a path really leads: what .NET Standard cannot tell.</summary>
internal sealed class UnixRights
{
    private const int TypeBits = 0xF000;
    private const int Regular = 0x8000;
    private const int LongestPath = 4096;

    private readonly uint _owner;
    private readonly uint _group;
    private readonly uint _mode;

    private UnixRights(int owner, int group, int mode)
    {
        _owner = unchecked((uint)owner);
        _group = unchecked((uint)group);
        _mode = (uint)(mode & ~TypeBits);
    }

    /// <summary>Reads them from what Get-Item returns, to which PowerShell 7 adds the answer of stat(2) as UnixStat.</summary>
    /// <returns>Null for a pipe or a device, for a file that has several names (hard links), and where they are not known.</returns>
    public static UnixRights? Of(PSObject? item)
    {
        if (item?.Properties["UnixStat"]?.Value is not { } answer)
        {
            return null;
        }

        PSObject stat = PSObject.AsPSObject(answer);
        int Number(string name) => Convert.ToInt32(stat.Properties[name]?.Value, CultureInfo.InvariantCulture);
        return (Number("Mode") & TypeBits) == Regular && Number("HardlinkCount") == 1 ? new UnixRights(Number("UserId"), Number("GroupId"), Number("Mode")) : null;
    }

    /// <summary>The path without links; null where nothing is there.</summary>
    public static string? RealPath(string path)
    {
        byte[] real = new byte[LongestPath + 1];
        return RealPath(Text(path), real) == IntPtr.Zero ? null : Encoding.UTF8.GetString(real, 0, Array.IndexOf(real, (byte)0));
    }

    /// <summary>Gives a file the same; false where this user may not.</summary>
    public bool TryGiveTo(string path) => ChangeOwner(Text(path), _owner, _group) == 0 && ChangeMode(Text(path), _mode) == 0;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "realpath")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr RealPath(byte[] path, [Out] byte[] real);

    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(byte[] path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "chmod")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode(byte[] path, uint mode);
}
