namespace RestoreSessions.Report;

/// <summary>What became of a session, or of something done in it.</summary>
internal enum Outcome
{
    Success,
    Warning,
    Failed,
    Working,

    /// <summary>A word of the server that the report does not know, or none.</summary>
    Other,
}

/// <summary>Reads outcomes from the server's words, and says how a page shows them.</summary>
internal static class Outcomes
{
    /// <summary>All of them, in the order in which a legend names them.</summary>
    public static readonly Outcome[] All = { Outcome.Success, Outcome.Warning, Outcome.Failed, Outcome.Working, Outcome.Other };

    /// <summary>The worst first: so columns stand next to the count, and so a bar stacks them from its foot, where heights compare.</summary>
    public static readonly Outcome[] WorstFirst = { Outcome.Failed, Outcome.Warning, Outcome.Other, Outcome.Working, Outcome.Success };

    /// <remarks>A session that is still working already says Success (vendor documentation, v5), and is no success yet. One that has failed has failed in any state.</remarks>
    public static Outcome Of(RestoreSession session)
    {
        Outcome said = OfWord(session.Result);
        return session.State.Length == 0 || session.HasStopped || said is Outcome.Warning or Outcome.Failed ? said : Outcome.Working;
    }

    public static Outcome Of(RestoreSessionEvent read) => OfWord(read.Status);

    /// <summary>An outcome in a word: the server's own where the report has none, and Unknown where the server says nothing.</summary>
    public static string WordFor(Outcome outcome, string said) => outcome != Outcome.Other ? outcome.ToString() : said.Length == 0 ? "Unknown" : said;

    /// <summary>The class that colours an outcome, and gives its sign in a table.</summary>
    public static string ClassOf(Outcome outcome) => outcome switch
    {
        Outcome.Success => "ok",
        Outcome.Warning => "warn",
        Outcome.Failed => "bad",
        Outcome.Working => "busy",
        _ => "other",
    };

    private static Outcome OfWord(string word) => word.ToUpperInvariant() switch
    {
        "SUCCESS" => Outcome.Success,
        "WARNING" => Outcome.Warning,
        "FAILED" => Outcome.Failed,
        "RUNNING" => Outcome.Working,
        _ => Outcome.Other,
    };
}
