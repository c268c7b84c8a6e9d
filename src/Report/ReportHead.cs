namespace RestoreSessions.Report;

/// <summary>The head of the page: of which period, servers and accounts the sessions are, and what is missing from them.</summary>
internal static class ReportHead
{
    public static void Write(HtmlWriter html, SessionReport report)
    {
        html.Write($"<header>\n<h1>{report.Title}</h1>\n<dl>\n");
        if (report.AskedFrom is { } from)
        {
            WriteFact(html, "Asked for", Markup.Of($"sessions started from {LocalTime.Of(from)} to {LocalTime.Of(report.AskedTo ?? report.MadeAt)}"));
        }

        DateTime[] starts = report.Sessions.Select(s => s.Session.CreationTimeUtc).Where(start => start != default).ToArray();
        if (starts.Length > 0)
        {
            WriteFact(html, "Sessions started", Markup.Of($"{LocalTime.Of(starts[starts.Length - 1])} to {LocalTime.Of(starts[0])}"));
        }

        WriteServers(html, report);
        WriteFact(html, "Made", LocalTime.Of(report.MadeAt));
        WriteFact(html, "Times", $"local, UTC{LocalTime.Offsets(starts.Append(report.MadeAt))}");
        html.Write($"</dl>\n<p class=\"note\">A server lists the sessions of all users to an administrator, and to another account only its own.</p>\n");
        WriteMissing(html, report);
        html.Write($"</header>\n");
    }

    // A server without a session may have none, or could not be read: the report knows only that nothing of it is here.
    private static void WriteServers(HtmlWriter html, SessionReport report)
    {
        ILookup<string, RestoreConnection> accounts = Accounts(report);
        OutcomeGroup[] named = report.Servers.Where(server => server.Name.Length > 0).OrderBy(server => server.Name, StringComparer.Ordinal).ToArray();
        if (named.Length > 0)
        {
            bool isAlone = report.Servers.Count == 1;
            WriteFact(html, isAlone ? "Server" : "Servers", string.Join(", ", named.Select(server => Describe(server.Name, isAlone ? null : Counted.Of(server.Count, "session"), accounts))));
        }

        string[] silent = report.Connected.Select(connection => connection.Server)
            .Except(named.Select(server => server.Name).Concat(report.Unread.Keys), StringComparer.OrdinalIgnoreCase).OrderBy(name => name, StringComparer.Ordinal).ToArray();
        if (silent.Length > 0)
        {
            WriteFact(html, report.AskedFrom is null ? "Connected, but no session from" : "Asked, and no session from", string.Join(", ", silent.Select(server => Describe(server, null, accounts))));
        }
    }

    // Sessions may have come through a connection that is closed by now. Those from a file or a job do not know theirs.
    private static ILookup<string, RestoreConnection> Accounts(SessionReport report) => report.Sessions.Select(s => s.Session.Connection).OfType<RestoreConnection>()
        .Concat(report.Connected).Distinct().ToLookup(connection => connection.Server, StringComparer.OrdinalIgnoreCase);

    private static string Describe(string server, string? sessions, ILookup<string, RestoreConnection> accounts)
    {
        IEnumerable<string> asked = accounts[server].Select(connection => $"API {connection.ApiVersion} {(connection.UserName is { } user ? "as " + user : "with an access token")}").Distinct();
        string facts = string.Join("; ", new[] { sessions }.OfType<string>().Concat(asked));
        return facts.Length == 0 ? server : $"{server} ({facts})";
    }

    private static void WriteMissing(HtmlWriter html, SessionReport report)
    {
        IGrouping<string, ReportedSession>[] unread = report.Sessions.Where(s => s.EventsFailure is not null).GroupBy(s => s.Session.Server ?? "").ToArray();
        if (unread.Length == 0 && report.LeftOut == 0 && report.Unread.Count == 0 && report.NotConnected.Count == 0)
        {
            return;
        }

        html.Write($"<section class=\"missing\" aria-labelledby=\"missing\"><h2 id=\"missing\">Missing from this report</h2>\n<ul>\n");
        foreach ((string server, string why, DateTime time) in report.NotConnected.OrderBy(failed => failed.Server, StringComparer.Ordinal))
        {
            html.Write($"<li>Not connected: {server}, {LocalTime.Of(time)}: {why}</li>\n");
        }

        foreach (KeyValuePair<string, string> server in report.Unread.OrderBy(server => server.Key, StringComparer.Ordinal))
        {
            html.Write($"<li>The sessions of {server.Key}, or some of them: {server.Value}</li>\n");
        }

        foreach (IGrouping<string, ReportedSession> server in unread.OrderBy(server => server.Key, StringComparer.Ordinal))
        {
            string from = server.Key.Length == 0 ? "" : " from " + server.Key;
            html.Write($"<li>The events of {Counted.Of(server.Count(), "session")}{from}: {server.First().EventsFailure}</li>\n");
        }

        if (report.LeftOut > 0)
        {
            html.Write($"<li>{report.LeftOut:N0} {(report.LeftOut == 1 ? "input that was not a session" : "inputs that were not sessions")}</li>\n");
        }

        html.Write($"</ul></section>\n");
    }

    private static void WriteFact(HtmlWriter html, string name, object value) => html.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
}
