namespace RestoreSessions.Report;

/// <summary>What became of a session, or of something done in it.</summary>
internal enum ReportOutcome
{
    Success,
    Warning,
    Failed,
    Working,

    /// <summary>A word of the server that the report does not know, or none.</summary>
    Other,
}

/// <summary>Reads outcomes from the server's words, and says how a page shows them.</summary>
internal static class ReportOutcomes
{
    /// <summary>All of them, in the order in which a legend names them.</summary>
    public static readonly ReportOutcome[] All = { ReportOutcome.Success, ReportOutcome.Warning, ReportOutcome.Failed, ReportOutcome.Working, ReportOutcome.Other };

    /// <summary>The worst first: so columns stand next to the count, and so a bar stacks them from its foot, where heights compare.</summary>
    public static readonly ReportOutcome[] WorstFirst = { ReportOutcome.Failed, ReportOutcome.Warning, ReportOutcome.Other, ReportOutcome.Working, ReportOutcome.Success };

    public static ReportOutcome Of(RestoreSession session) => session.HasResult ? OfWord(session.Result) : ReportOutcome.Working;

    public static ReportOutcome Of(RestoreSessionEvent read) => OfWord(read.Status);

    /// <summary>An outcome in a word: the server's own where the report has none, and Unknown where the server says nothing.</summary>
    public static string WordFor(ReportOutcome outcome, string said) => outcome != ReportOutcome.Other ? outcome.ToString() : said.Length == 0 ? "Unknown" : said;

    /// <summary>The class that colours an outcome, and gives its sign in a table.</summary>
    public static string ClassOf(ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Success => "ok",
        ReportOutcome.Warning => "warn",
        ReportOutcome.Failed => "bad",
        ReportOutcome.Working => "busy",
        _ => "other",
    };

    private static ReportOutcome OfWord(string word) => word.ToUpperInvariant() switch
    {
        "SUCCESS" => ReportOutcome.Success,
        "WARNING" => ReportOutcome.Warning,
        "FAILED" => ReportOutcome.Failed,
        "RUNNING" => ReportOutcome.Working,
        _ => ReportOutcome.Other,
    };
}
