using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Marks objects of a command that reads several servers, so that tables show which server each is from.</summary>
/// <remarks>
/// A table chooses its columns by the first object, before any other is there. So it is the command's connections that decide, and not the objects.
/// The name is one more type name, as <c>Get-Process -IncludeUserName</c> does it; a view of RestoreSessions.Format.ps1xml is for that name.
/// </remarks>
internal static class SeveralServers
{
    private const string Suffix = "#SeveralServers";

    /// <summary>The object with one type name more, or anything else as it is.</summary>
    public static object Mark(object item)
    {
        if (item is not (RestoreSession or RestoreSessionEvent or RestoreOrganization))
        {
            return item;
        }

        PSObject marked = PSObject.AsPSObject(item);
        string name = item.GetType().FullName + Suffix;
        if (marked.TypeNames[0] != name)
        {
            marked.TypeNames.Insert(0, name);
        }

        return marked;
    }
}
