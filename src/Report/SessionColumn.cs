namespace RestoreSessions.Report;

/// <summary>What the table of sessions tells of a session, in a column or in the line below its row.</summary>
internal sealed class SessionColumn(string header, string name, Func<RestoreSession, object?> valueFor)
{
    private static readonly SessionColumn[] All =
    {
        new("Started", "start", s => LocalTime.Of(s.CreationTimeUtc)),
        new("Duration", "span", s => LocalTime.Of(s.Duration)),
        new("Type", "type", s => s.Workload),
        new("Organization", "org", s => s.Organization),
        new("Initiated by", "who", s => s.InitiatedBy),
        new("Result", "result", s => ResultOf(s)),
        new("Server", "server", s => s.Server),
        new("Opened from", "host", s => s.ClientHost),
        new("Reason", "reason", s => s.Reason),
    };

    // As columns they would make the table wider than most screens. Names repeat type and time.
    private static readonly SessionColumn[] Below =
    {
        new("Id", "id", s => s.Id),
        new("Name", "name", s => s.Name),
        new("Scope", "scope", s => s.ScopeName),
        new("Details", "more", s => s.Details),
    };

    private static readonly string[] OfNewerServers = { "host", "reason" };

    public string Header { get; } = header;

    /// <summary>The class of its cells.</summary>
    public string Name { get; } = name;

    /// <summary>The columns that say something.</summary>
    public static SessionColumn[] For(SessionReport report) => All.Where(column => column.Name switch
    {
        // A single server is named at the head of the page.
        "server" => report.Servers.Count > 1,
        _ => !OfNewerServers.Contains(column.Name) || report.Sessions.Any(s => column.SaysSomethingOf(s.Session)),
    }).ToArray();

    /// <summary>What stands below the row of a session.</summary>
    public static IEnumerable<SessionColumn> BelowRowOf(RestoreSession session) => Below.Where(column => column.SaysSomethingOf(session));

    /// <summary>The cell's text or, of text of the server's, where it may be broken.</summary>
    public object? ValueFor(RestoreSession session) => valueFor(session) is string text ? Markup.Breakable(text) : valueFor(session);

    // The state says something of its own only of a session that has failed, and not stopped, or is in a state that only older servers know.
    private static Markup ResultOf(RestoreSession session)
    {
        string word = ReportOutcomes.WordFor(ReportOutcomes.Of(session), session.Result);
        bool isTold = session.HasStopped || string.Equals(word, session.State, StringComparison.OrdinalIgnoreCase);
        Markup state = isTold || session.State.Length == 0 ? default : Markup.Of($" <small>{session.State}</small>");
        return Markup.Of($"<span class=\"{ReportOutcomes.ClassOf(ReportOutcomes.Of(session))}\">{word}</span>{state}");
    }

    private bool SaysSomethingOf(RestoreSession session) => valueFor(session) is not (null or "");
}
