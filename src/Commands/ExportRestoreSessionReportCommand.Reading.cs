using System.Collections.Concurrent;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Report;

namespace RestoreSessions.Commands;

/// <content>What the report reads from servers.</content>
public sealed partial class ExportRestoreSessionReportCommand
{
    // False where no server could be read: a page without any session would look as if nothing had been restored.
    private bool ReadPeriod()
    {
        if (StartTimeFrom is null)
        {
            return true;
        }

        ConcurrentQueue<IReadOnlyList<RestoreSession>> read = new();
        ListOnEach(Resolve(), (api, _) => api.ListSessionsAsync(new SessionQuery { StartTimeFrom = StartTimeFrom, StartTimeTo = StartTimeTo }, read.Enqueue));
        _sessions.AddRange(read.SelectMany(sessions => sessions).Select(session => new ReportedSession(session)));
        return !read.IsEmpty || Unread().Count < _asked.Count;
    }

    // Sessions that come down the pipeline do not say what failed before them, but the connections to their servers do.
    private Dictionary<string, string> Unread()
    {
        Dictionary<string, string> unread = new(StringComparer.OrdinalIgnoreCase);
        foreach (ServerConnection server in _asked.Where(server => server.ListingFailure is not null))
        {
            unread[server.Server] = server.ListingFailure!;
        }

        return unread;
    }

    private void RefuseNothing(ReportFile file)
    {
        if (_sessions.Count == 0 && _asked.Count > 0 && Unread() is { } unread && unread.Count == _asked.Count)
        {
            EndWith(ErrorRecords.ReportNotWritten(file.Path, new InvalidOperationException("There is no session to report, and the latest list of each server could not be read: " + unread.Values.First())));
        }
    }

    private void ReadEvents()
    {
        if (!IncludeEvent)
        {
            return;
        }

        Total = _sessions.Count;
        _sessions.ForEach(reported => _reported.Add(TargetOf(reported.Session), reported));
        ForEach(_reported.Keys, async (target, output) =>
            _reported[target].Events = await target.ReadEventsAsync(output).ConfigureAwait(false));
        Finish();
    }

    private protected override string Activity => "Reading events of restore sessions";

    private protected override void OnFailed(SessionTarget target, ErrorRecord error) => _reported[target].EventsFailure = error.ToString();
}
