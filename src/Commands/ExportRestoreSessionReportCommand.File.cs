using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Pipeline;
using RestoreSessions.Report;

namespace RestoreSessions.Commands;

/// <content>The file of the report.</content>
public sealed partial class ExportRestoreSessionReportCommand
{
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
            EndWith(Errors.InvalidReportPath(Path, e));
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
            EndWith(Errors.ReportNotWritten(file.Path, e));
        }
    }

    private void RefuseTaken(ReportFile file)
    {
        if (file.IsTaken)
        {
            EndWith(Errors.ReportExists(file.Path));
        }
    }
}
