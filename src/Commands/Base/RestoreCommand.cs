using System.Management.Automation;
using System.Runtime.CompilerServices;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Http;

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

    /// <summary>Runs work on other threads and writes its output. A failure is an error of the target, and ends the command where it concerns the only server.</summary>
    /// <remarks>The work is cancelled when the command ends, also by an error, Ctrl+C or <c>Select-Object -First</c>.</remarks>
    /// <param name="work">What to do.</param>
    /// <param name="target">The object it is done for, for the error record; null where there is none.</param>
    private protected void Run(Func<CommandOutput, Task> work, object? target = null) => Run(work, failure =>
    {
        ErrorRecord error = ErrorRecords.From(failure, target);
        if (FailureReach.Of(failure) == Reach.Server && IsOnlyServer(failure.Server))
        {
            EndWith(error);
        }

        WriteError(error);
    });

    /// <summary>Runs work for several servers side by side.</summary>
    /// <remarks>For one server, its failure ends the command; for several, each failure is one error, and the others go on.</remarks>
    private protected void RunSideBySide<T>(IReadOnlyList<T> servers, Func<T, CommandOutput, Task> work)
    {
        Run(
            output => servers.Count == 1
                ? work(servers[0], output)
                : Task.WhenAll(servers.Select(server => WithoutEndingAsync(server, output))),
            failure => EndWith(ErrorRecords.From(failure)));

        async Task WithoutEndingAsync(T server, CommandOutput output)
        {
            try
            {
                await work(server, output).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                output.Error(ErrorRecords.From(failure));
            }
        }
    }

    /// <summary>Whether the command has no other server than this one to go on with.</summary>
    private protected virtual bool IsOnlyServer(string server) => true;

    /// <summary>Runs something that ends with <see cref="OperationCanceledException"/> when the user stops the command.</summary>
    /// <exception cref="PipelineStoppedException">The user has.</exception>
    private protected void StopOnCancel(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
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

    private void Run(Func<CommandOutput, Task> work, Action<RestFailure> fail)
    {
        ProgressBar progress = new(Activity, Clock.Machine);
        CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        CancellationToken cancellation = ending.Token;
        BackgroundWork background = new(items => work(new CommandOutput(items, progress, cancellation)));
        try
        {
            StopOnCancel(() => background.Write(WriteItem, progress, patience: null, cancellation));
        }
        catch (RestFailure failure)
        {
            fail(failure);
        }
        finally
        {
            // Nothing waits for the cancelled work: it ends on its own threads and disposes what it owns.
            ending.Cancel();
            background.WhenEnded(ending.Dispose);
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
