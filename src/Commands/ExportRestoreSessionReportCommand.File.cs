using System.Management.Automation;
using RestoreSessions.Errors;
using RestoreSessions.Report;

namespace RestoreSessions.Commands;

/// <content>The file of the report.</content>
public sealed partial class ExportRestoreSessionReportCommand
{
    private void Write(ReportFile file, SessionReport report)
    {
        RegularFile? place = RegularFile.Find(file.Path, GetItem);
        void Write(CancellationToken cancellation) => file.Write(place, output => ReportPage.Write(output, report, cancellation), cancellation);
        if (place is not null)
        {
            // On the pipeline's thread, so that Ctrl+C leaves nothing behind: it waits until the draft is gone.
            StopOnCancel(() => Write(Cancellation));
        }
        else
        {
            // On a thread of its own: a named pipe that nobody reads keeps it waiting, and Ctrl+C must end the command all the same.
            Run(output => Task.Factory.StartNew(() => Write(output.Cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }
    }

    private PSObject? GetItem(string path)
    {
        try
        {
            return InvokeProvider.Item.Get(["FileSystem::" + path], force: true, literalPath: true).FirstOrDefault();
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException)
        {
            return null;
        }
    }

    private ReportFile ParsePath()
    {
        try
        {
            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" ? new ReportFile(path, Force, !NoClobber) : throw new NotSupportedException($"{provider.Name} keeps no files");
        }
        catch (Exception e) when (e is SessionStateException or ArgumentException or NotSupportedException or IOException)
        {
            EndWith(ErrorRecords.InvalidReportPath(Path, e));
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
            EndWith(ErrorRecords.ReportNotWritten(file.Path, e));
        }
    }

    private void RefuseTaken(ReportFile file)
    {
        if (file.IsTaken)
        {
            EndWith(ErrorRecords.ReportExists(file.Path));
        }
    }
}
