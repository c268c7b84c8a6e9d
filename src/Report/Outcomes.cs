namespace RestoreSessions.Report;

/// <summary>Reads the outcome from the server's words.</summary>
internal static class Outcomes
{
    /// <summary>All of them, in the order in which columns show them.</summary>
    public static readonly Outcome[] All = { Outcome.Success, Outcome.Warning, Outcome.Failed, Outcome.Working, Outcome.Other };

    /// <summary>The order in which a bar stacks them: what went wrong stands on the baseline, where heights compare.</summary>
    public static readonly Outcome[] Stacked = { Outcome.Failed, Outcome.Warning, Outcome.Other, Outcome.Working, Outcome.Success };

    /// <remarks>A session that is still working already says Success (vendor documentation, v5), and is no success yet. One that has failed has failed in any state.</remarks>
    public static Outcome Of(RestoreSession session)
    {
        Outcome said = OfWord(session.Result);
        return session.State.Length == 0 || session.HasStopped || said is Outcome.Warning or Outcome.Failed ? said : Outcome.Working;
    }

    public static Outcome Of(RestoreSessionEvent read) => OfWord(read.Status);

    /// <summary>The outcome in a word: the server's own where the report has none.</summary>
    public static string WordOf(RestoreSession session) => Of(session) switch
    {
        Outcome.Other when session.Result.Length == 0 => "Unknown",
        Outcome.Other => session.Result,
        Outcome known => known.ToString(),
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
