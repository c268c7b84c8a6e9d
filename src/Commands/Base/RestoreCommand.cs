using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace RestoreSessions.Commands.Base;

/// <summary>The base of every cmdlet: work runs beside the pipeline's thread, and ends when the pipeline stops.</summary>
public abstract partial class RestoreCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private ProgressRecord? _shown;

    /// <summary>Cancelled when the user stops the command.</summary>
    private protected CancellationToken Cancellation => _stopping.Token;

    // The host removes a bar only for the source that it came from.
    private long ProgressSource => (1L << 32) + RuntimeHelpers.GetHashCode(this);

    /// <summary>Called by PowerShell, on another thread, when the user presses Ctrl+C.</summary>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended at the same moment.
        }
    }

    /// <summary>Called by PowerShell when the command has ended.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes what the command owns.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // After Ctrl+C, and where an earlier command of the pipeline has thrown, a command can no longer write, but its host can.
            CompleteBar(record => Host?.UI?.WriteProgress(ProgressSource, record));
            _stopping.Dispose();
        }
    }

    /// <summary>What the progress of the command is called.</summary>
    private protected virtual string Activity => MyInvocation.MyCommand.Name;

    /// <summary>An object as it goes into the pipeline.</summary>
    private protected virtual object Decorate(object item) => item;

    /// <summary>Writes an object, or a record of another stream; on the pipeline's thread.</summary>
    private protected virtual void WriteItem(object item)
    {
        switch (item)
        {
            case VerboseRecord verbose:
                WriteVerbose(verbose.Message);
                break;
            case ProgressRecord progress:
                WriteBar(progress);
                break;
            case ErrorRecord error:
                WriteError(error);
                break;
            default:
                WriteObject(Decorate(item));
                break;
        }
    }

    private void WriteBar(ProgressRecord record)
    {
        // After Ctrl+C, the write throws, and Dispose takes the bar away.
        CommandRuntime.WriteProgress(ProgressSource, record);
        _shown = record;
    }

    // PowerShell draws a bar again under every later line until it is completed.
    private void CompleteBar(Action<ProgressRecord> write)
    {
        if (_shown is { } bar)
        {
            write(new ProgressRecord(bar.ActivityId, bar.Activity, "Done") { RecordType = ProgressRecordType.Completed });
            _shown = null;
        }
    }
}
