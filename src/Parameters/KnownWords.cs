using System.Management.Automation;

namespace RestoreSessions.Parameters;

/// <summary>The words that servers are known to use (vendor's documents, v5 to v8). A later server may use others.</summary>
internal static class KnownWords
{
    public static readonly string[] States = { "Working", "Stopped" };

    /// <summary>States that only the documents of v5 and earlier name.</summary>
    public static readonly string[] OldStates = { "Starting", "Stopping" };

    public static readonly string[] Results = { "Success", "Warning", "Failed" };

    /// <summary>What comes of a session, with what it is until then.</summary>
    public static readonly string[] Outcomes = { "Working", "Success", "Warning", "Failed" };

    public static readonly string[] EventTypes = { "None", "Save", "Export", "Send", "Restore", "View" };

    public static readonly string[] Statuses = { "Running", "Success", "Warning", "Failed", "Cancelled", "Skipped" };

    /// <summary>Those of the values that are neither known nor patterns.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> values, IEnumerable<string> known) =>
        values.Where(value => !WildcardPattern.ContainsWildcardCharacters(value)).Except(known, StringComparer.OrdinalIgnoreCase);
}
