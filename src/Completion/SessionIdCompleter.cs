using System.Management.Automation;
using RestoreSessions.Filters;
using RestoreSessions.Text;

namespace RestoreSessions.Completion;

/// <summary>Completes an identifier with those of recent sessions, the newest first; the tooltip describes each.</summary>
internal sealed class SessionIdCompleter : AskingCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection)
    {
        NewestSessions newest = new(Most);
        newest.AddAll(Ask<RestoreSession>(connection, (api, tell) =>
        {
            NewestSessions ofServer = new(Most);
            return ListRecentAsync(api, sessions =>
            {
                ofServer.AddAll(sessions.Where(session => isWanted(session.Id.ToString())));
                tell(ofServer.ToList());
            });
        }));
        return newest.ToList().Select(session =>
            Result(session.Id.ToString(), $"{session.Description}: {VisibleText.Truncate(session.State)}, {VisibleText.Truncate(session.Result)}"));
    }
}
