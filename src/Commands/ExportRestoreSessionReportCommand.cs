using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using RestoreSessions.Pipeline;
using RestoreSessions.Report;

namespace RestoreSessions.Commands;

/// <summary>Writes sessions into one HTML page to look at, to print or to mail: whether they worked, when, what, who, and each session.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionReport", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRestoreSessionReportCommand : ConnectedCommand
{
    private readonly List<ReportedSession> _sessions = new();
    private ReportFile? _file;

    /// <summary>The file to write, such as audit.html. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The sessions, as Get-RestoreSession writes them, in any order.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [DeserializedSession]
    [ValidateNotNullOrEmpty]
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
        if (_file is not null)
        {
            _sessions.AddRange(Session.Select(session => new ReportedSession(session)));
        }
    }

    /// <summary>Writes the report.</summary>
    protected override void EndProcessing()
    {
        if (_file is null)
        {
            return;
        }

        if (IncludeEvent)
        {
            ReadEvents();
        }

        SessionReport report = new(Title, DateTime.UtcNow, _sessions);
        Try(_file, () => _file.Write(output => ReportPage.Write(output, report, UntilStopped(report.Sessions))));
        if (PassThru)
        {
            WriteObject(new FileInfo(_file.Path));
        }
    }

    private ReportFile ParsePath()
    {
        try
        {
            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? new ReportFile(path, Force, !NoClobber) : throw new NotSupportedException($"{provider.Name} keeps no files");
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException)
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
        List<SessionTarget> targets = _sessions.ConvertAll(reported => TargetOf(reported.Session));
        Run((output, cancellation) => new EventReading(targets, output)
        {
            Read = (position, events) => _sessions[position].Events = events,
            Fail = (position, error) => _sessions[position].EventsFailure = error.ToString(),
        }.ReadAllAsync(cancellation));
    }

    private IEnumerable<ReportedSession> UntilStopped(IEnumerable<ReportedSession> sessions)
    {
        foreach (ReportedSession session in sessions)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            yield return session;
        }
    }
}
