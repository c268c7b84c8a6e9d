using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>The base of every cmdlet: work runs beside the pipeline's thread, and ends when the pipeline stops.</summary>
public abstract class RestoreCommand : PSCmdlet, IDisposable
{
    // In milliseconds: how often the progress is shown while nothing arrives.
    private const int Glance = 250;

    private readonly CancellationTokenSource _stopping = new();

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
            _stopping.Dispose();
        }
    }

    /// <summary>Runs work on other threads and writes its output. No other method waits for asynchronous work.</summary>
    /// <remarks>The work is cancelled when the command ends, also by an error, Ctrl+C or <c>Select-Object -First</c>.</remarks>
    /// <param name="work">What to do.</param>
    /// <param name="target">The object it is done for, for the error record; null where there is none.</param>
    /// <param name="goesOn">Whether the command goes on after a failure that concerns more than this target.</param>
    private protected void Run(Func<CommandOutput, CancellationToken, Task> work, object? target = null, bool goesOn = false)
    {
        BlockingCollection<object> items = new(CommandOutput.Capacity);
        ListProgress listings = new(MyInvocation.MyCommand.Name, Clock.System);
        CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        CancellationToken cancellation = ending.Token;
        Task task = Task.Run(() => work(new CommandOutput(items, listings, cancellation), cancellation), CancellationToken.None);
        _ = task.ContinueWith(_ => items.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (!items.IsCompleted)
            {
                if (items.TryTake(out object? item, Glance, cancellation))
                {
                    WriteItem(item);
                }

                listings.Show(WriteProgress);
            }

            listings.Complete(WriteProgress);

            cancellation.ThrowIfCancellationRequested();
            task.GetAwaiter().GetResult();
        }
        catch (RestFailure failure)
        {
            if (goesOn || Errors.ConcernsOneItem(failure))
            {
                WriteError(Errors.From(failure, target));
            }
            else
            {
                ThrowTerminatingError(Errors.From(failure, target));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // Nothing waits for the cancelled work: it ends on its own threads and disposes what it owns.
            ending.Cancel();
            _ = task.ContinueWith(_ => ending.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Runs work for several servers side by side.</summary>
    /// <remarks>For one server, its failure ends the command; for several, each failure is one error, and the others go on.</remarks>
    private protected void RunSideBySide<T>(IReadOnlyList<T> servers, Func<T, CommandOutput, CancellationToken, Task> work)
    {
        Run((output, cancellation) => servers.Count == 1
            ? work(servers[0], output, cancellation)
            : Task.WhenAll(servers.Select(server => WithoutEndingAsync(server, output, cancellation))));

        async Task WithoutEndingAsync(T server, CommandOutput output, CancellationToken cancellation)
        {
            try
            {
                await work(server, output, cancellation).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                output.Error(Errors.From(failure));
            }
        }
    }

    private void WriteItem(object item)
    {
        switch (item)
        {
            case VerboseRecord verbose:
                WriteVerbose(verbose.Message);
                break;
            case ProgressRecord progress:
                WriteProgress(progress);
                break;
            case ErrorRecord error:
                WriteError(error);
                break;
            default:
                WriteObject(item);
                break;
        }
    }
}
