using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>Completes an identifier with those of recent sessions, the newest first; the tooltip describes each.</summary>
internal sealed class SessionIdCompleter : AskingCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection)
    {
        NewestSessions newest = new(Most);
        Ask(connection, api => ListRecentAsync(api, sessions => newest.AddAll(sessions.Where(session => isWanted(session.Id.ToString())))));
        return newest.ToList().Select(session =>
            Result(session.Id.ToString(), session.Id.ToString(), VisibleText.Of($"{session.Description}: {session.State}, {session.Result}")));
    }
}
