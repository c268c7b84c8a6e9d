using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Pipeline;
using RestoreSessions.Report;

namespace RestoreSessions.Commands;

/// <summary>Writes sessions into one HTML page to look at, to print or to mail: whether they worked, when, what, who, and each session.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionReport", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRestoreSessionReportCommand : ConnectedCommand
{
    private readonly List<ReportedSession> _sessions = new();
    private readonly Dictionary<SessionTarget, ReportedSession> _reported = new();
    private ReportFile? _file;
    private readonly List<int> _leftOut = new();

    /// <summary>The file to write, such as audit.html. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The sessions, as Get-RestoreSession writes them, in any order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [SessionOrNull]
    [AllowNull]
    [AllowEmptyCollection]
    public RestoreSession[] Session { get; set; } = Array.Empty<RestoreSession>();

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
    protected override void BeginProcessing()
    {
        if (Session.Contains(null!))
        {
            ThrowTerminatingError(Errors.InvalidReportInput());
        }

        ReportFile file = ParsePath();
        RefuseTaken(file);
        Try(file, file.Check);
        if (ShouldProcess(file.Path, "Write report of restore sessions"))
        {
            _file = file;
        }
    }

    /// <summary>Takes the sessions in.</summary>
    protected override void ProcessRecord()
    {
        if (_file is null)
        {
            return;
        }

        foreach (RestoreSession? session in Session)
        {
            if (session is not null)
            {
                _sessions.Add(new ReportedSession(session));
            }
            else
            {
                _leftOut.Add(_sessions.Count + _leftOut.Count + 1);
            }
        }
    }

    /// <summary>Writes the report.</summary>
    protected override void EndProcessing()
    {
        if (_file is null)
        {
            return;
        }

        if (_leftOut.Count > 0 && _sessions.Count == 0)
        {
            ThrowTerminatingError(Errors.InvalidReportInput());
        }

        _leftOut.ForEach(position => WriteError(Errors.InvalidReportInput(position)));
        ReadEvents();
        SessionReport report = new(Title, DateTime.UtcNow, _sessions)
        {
            Connected = ((IEnumerable<RestoreConnection>?)Connection ?? Connections.Current.Open).Select(connection => connection.Server).ToArray(),
            LeftOut = _leftOut.Count,
        };
        Try(_file, () => Write(_file, report));
        if (PassThru)
        {
            WriteObject(new FileInfo(_file.Path));
        }
    }

    // On a thread of its own: a named pipe that nobody reads keeps it waiting, and Ctrl+C must end the command all the same.
    private void Write(ReportFile file, SessionReport report) => Run((_, cancellation) => Task.Factory.StartNew(
        () => file.Write(output => ReportPage.Write(output, report, cancellation), cancellation),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default));

    private ReportFile ParsePath()
    {
        try
        {
            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? new ReportFile(path, Force, !NoClobber) : throw new NotSupportedException($"{provider.Name} keeps no files");
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException or IOException)
        {
            ThrowTerminatingError(Errors.InvalidReportPath(Path, e));
            throw;
        }
    }

    private void Try(ReportFile file, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RefuseTaken(file);
            ThrowTerminatingError(Errors.ReportNotWritten(file.Path, e));
        }
    }

    private void RefuseTaken(ReportFile file)
    {
        if (file.IsTaken)
        {
            ThrowTerminatingError(Errors.ReportExists(file.Path));
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
        ForEach(_reported.Keys, async (target, output, cancellation) =>
            _reported[target].Events = await target.ReadEventsAsync(output, cancellation).ConfigureAwait(false));
        Finish();
    }

    private protected override string Activity => "Reading events of restore sessions";

    private protected override void OnFailed(SessionTarget target, ErrorRecord error) => _reported[target].EventsFailure = error.ToString();
}
