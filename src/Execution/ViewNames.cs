using System.Management.Automation;
using System.Management.Automation.Host;

namespace RestoreSessions.Execution;

/// <summary>Marks objects for a view with other columns: one that shows which server each is from, or one for a wide terminal.</summary>
/// <remarks>
/// A table chooses its columns by the first object, before any other is there. So it is the command's connections that decide, and not the objects.
/// The name is one more type name, as <c>Get-Process -IncludeUserName</c> does it; a view of RestoreSessions.Format.ps1xml is for that name. A session of
/// a single server has none: its table has all columns at any width, and a listing of a hundred thousand does not pay for it.
/// </remarks>
internal static class ViewNames
{
    private const int Wide = 120;

    /// <summary>The object with one type name more, or anything else as it is.</summary>
    /// <param name="item">What is written.</param>
    /// <param name="isOfSeveral">Whether the command reads several servers.</param>
    /// <param name="isWide">Whether the terminal is wide.</param>
    public static object Mark(object item, bool isOfSeveral, bool isWide)
    {
        string view = item switch
        {
            RestoreSessionEvent => (isOfSeveral ? "SeveralServers" : "") + (isWide ? "Wide" : ""),
            RestoreSession when isOfSeveral => isWide ? "SeveralServersWide" : "SeveralServers",
            RestoreOrganization when isOfSeveral => "SeveralServers",
            _ => "",
        };
        if (view.Length == 0)
        {
            return item;
        }

        PSObject marked = PSObject.AsPSObject(item);
        string name = $"{item.GetType().FullName}#{view}";
        if (marked.TypeNames[0] != name)
        {
            marked.TypeNames.Insert(0, name);
        }

        return marked;
    }

    /// <summary>Whether the terminal has room for more columns; a host without a terminal has not.</summary>
    public static bool IsWide(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width >= Wide;
        }
        catch (Exception e) when (e is HostException or IOException or InvalidOperationException or NotImplementedException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
