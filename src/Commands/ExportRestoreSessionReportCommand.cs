using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Connections;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Parameters;
using RestoreSessions.Report;
using RestoreSessions.Text;

namespace RestoreSessions.Commands;

/// <summary>Writes sessions into one HTML page to look at, to print or to mail: whether they worked, when, what, who, and each session.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionReport", SupportsShouldProcess = true, DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(FileInfo))]
public sealed partial class ExportRestoreSessionReportCommand : ConnectedCommand
{
    private readonly List<ReportedSession> _sessions = new();
    private readonly Dictionary<SessionTarget, ReportedSession> _reported = new();
    private ReportFile? _file;
    private readonly Dictionary<(Guid Id, string? Server), int> _places = new();
    private readonly List<int> _leftOut = new();
    private int _inputs;

    // As they are at the end of the input: a connection that is closed later is missing from the report, too.
    private IReadOnlyList<ServerConnection> _asked = Array.Empty<ServerConnection>();

    /// <summary>The file to write, such as audit.html. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The sessions, as Get-RestoreSession writes them, in any order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = "Session")]
    [SessionOrNull]
    [AllowNull]
    [AllowEmptyCollection]
    public RestoreSession[] Session { get; set; } = Array.Empty<RestoreSession>();

    /// <summary>
    /// Report all sessions that started after this moment. The page then names the period, the servers that were asked, and those that could not be
    /// read. Local time, unless the value has another kind or an offset.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Period")]
    [Alias("From", "Since")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>The end of that period; by default now, by each server's clock or this machine's, whichever is later. Local time, unless the value has another kind or an offset.</summary>
    [Parameter(ParameterSetName = "Period")]
    [Alias("To")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeTo { get; set; }

    /// <summary>The headline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Restore sessions";

    /// <summary>Show what happened in each session, too. The events are read from the server that the session came from, with one request or more for each session.</summary>
    [Parameter]
    public SwitchParameter IncludeEvent { get; set; }

    /// <summary>Do not replace an existing file; it is an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a file even if it is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Write the file, as Get-Item does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks at the path, before any session is read.</summary>
    private protected override void Begin()
    {
        if (Session.Contains(null!))
        {
            EndWith(ErrorRecords.InvalidReportInput());
        }

        if (StartTimeFrom is not null && MyInvocation.ExpectingInput)
        {
            EndWith(ErrorRecords.InvalidReportInput(nameof(StartTimeFrom)));
        }

        RefuseReversed(StartTimeFrom, StartTimeTo, nameof(StartTimeFrom), nameof(StartTimeTo));
        WarnOfFuture(StartTimeFrom, nameof(StartTimeFrom));
        ReportFile file = ParsePath();
        RefuseTaken(file);
        Try(file, file.Check);
        if (ShouldProcess(file.Path, "Write report of restore sessions"))
        {
            _file = file;
        }
    }

    /// <summary>Takes the sessions in.</summary>
    private protected override void Process()
    {
        if (_file is null)
        {
            return;
        }

        foreach (RestoreSession? session in Session)
        {
            _inputs++;
            if (session is null)
            {
                _leftOut.Add(_inputs);
            }
            else if (session.Id == Guid.Empty || !_places.TryGetValue((session.Id, session.Server), out int place))
            {
                _places[(session.Id, session.Server)] = _sessions.Count;
                _sessions.Add(new ReportedSession(session));
            }
            else if (session.HasStopped || !_sessions[place].Session.HasStopped)
            {
                // The input may be several exports one after the other. Of a session that is in more than one, the last counts, but one that has stopped stays stopped.
                _sessions[place] = new ReportedSession(session);
            }
        }
    }

    /// <summary>Writes the report.</summary>
    private protected override void End()
    {
        if (_file is null)
        {
            return;
        }

        if (_leftOut.Count > 0 && _sessions.Count == 0)
        {
            EndWith(ErrorRecords.InvalidReportInput());
        }

        _asked = Connection?.OfType<ServerConnection>().Distinct().ToArray() ?? RunspaceConnections.Current.Open;
        if (!ReadPeriod())
        {
            return;
        }

        RefuseNothing(_file);
        _leftOut.ForEach(position => WriteError(ErrorRecords.InvalidReportInput(position)));
        ReadEvents();
        SessionReport report = new(Title, DateTime.UtcNow, _sessions)
        {
            Connected = ((IEnumerable<RestoreConnection>?)Connection ?? _asked).ToArray(),
            LeftOut = _leftOut.Count,
            AskedFrom = StartTimeFrom,
            AskedTo = StartTimeTo,
            Unread = Unread(),
            NotConnected = Connection is null ? RunspaceConnections.Current.Failed.Select(failed => (failed.Server, failed.Why, failed.TimeUtc)).ToArray() : [],
        };
        Try(_file, () => Write(_file, report));
        if (PassThru)
        {
            WriteObject(new FileInfo(_file.Path));
        }
    }
}
