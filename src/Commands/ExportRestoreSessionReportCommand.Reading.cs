using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Http;
using RestoreSessions.Pipeline;
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
        RunOnEach(async (api, _) =>
        {
            try
            {
                await api.ListSessionsAsync(new SessionQuery { StartTimeFrom = StartTimeFrom, StartTimeTo = StartTimeTo }, read.Enqueue).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                _unread[failure.Server] = Errors.From(failure).ToString();
                throw;
            }
        });
        _sessions.AddRange(read.SelectMany(sessions => sessions).Select(session => new ReportedSession(session)));
        return !read.IsEmpty || _unread.Count < Resolve().Count;
    }

    private void ReadEvents()
    {
        if (!IncludeEvent)
        {
            return;
        }

        Total = _sessions.Count;
        _sessions.ForEach(reported => _reported.Add(TargetOf(reported.Session), reported));
        ForEach(_reported.Keys, async (target, output, cancellation) =>
            _reported[target].Events = await target.ReadEventsAsync(output, cancellation).ConfigureAwait(false));
        Finish();
    }

    private protected override string Activity => "Reading events of restore sessions";

    private protected override void OnFailed(SessionTarget target, ErrorRecord error) => _reported[target].EventsFailure = error.ToString();
}
