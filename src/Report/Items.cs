namespace RestoreSessions.Report;

/// <summary>What an event says of its item. Only what was done, if with a warning, counts; what failed or was skipped left the item where it was.</summary>
internal static class Items
{
    public static bool IsRestored(RestoreSessionEvent read) => WasDone(read) && IsOf(read, "Restore");

    /// <summary>Whether the item left the backup in another way: exported, saved or sent.</summary>
    public static bool IsTakenOut(RestoreSessionEvent read) => WasDone(read) && (IsOf(read, "Export") || IsOf(read, "Save") || IsOf(read, "Send"));

    /// <summary>Whether the item was restored to a path that neither contains its own nor lies within it. Unknown, and so false, where the server leaves out one of them.</summary>
    public static bool WentElsewhere(RestoreSessionEvent read) => HasPaths(read) && IsRestored(read) && !IsWithin(read.Source!, read.Target!) && !IsWithin(read.Target!, read.Source!);

    public static bool HasPaths(RestoreSessionEvent read) => !string.IsNullOrEmpty(read.Source) && !string.IsNullOrEmpty(read.Target);

    private static bool WasDone(RestoreSessionEvent read) => ReportOutcomes.Of(read) is ReportOutcome.Success or ReportOutcome.Warning;

    private static bool IsOf(RestoreSessionEvent read, string type) => string.Equals(read.Type, type, StringComparison.OrdinalIgnoreCase);

    private static bool IsWithin(string path, string folder)
    {
        path = Whole(path);
        folder = Whole(folder);
        return path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
    }

    // Mailboxes are told with \ between folders, sites with /.
    private static string Whole(string path) => path.Replace('\\', '/').Trim('/') + "/";
}
