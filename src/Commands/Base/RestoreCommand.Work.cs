using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Http;

namespace RestoreSessions.Commands.Base;

/// <content>Runs a command's work on other threads, while the pipeline's thread writes what comes of it.</content>
/// <remarks>The work is cancelled when the command ends, also by an error, Ctrl+C or <c>Select-Object -First</c>.</remarks>
public abstract partial class RestoreCommand
{
    /// <summary>Runs work. A failure is an error of the target, and ends the command where it concerns the only server.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="target">The object it is done for, for the error record; null where there is none.</param>
    private protected void Run(Func<CommandOutput, Task> work, object? target = null) => Run([target], (_, output) => work(output), failure =>
    {
        ErrorRecord error = ErrorRecords.From(failure, target);
        if (FailureReach.Of(failure) == Reach.Server && IsOnlyServer(failure.Server))
        {
            EndWith(error);
        }

        WriteError(error);
    });

    /// <summary>Runs work on several servers side by side.</summary>
    /// <remarks>For one server, its failure ends the command; for several, each failure is one error, and the others go on.</remarks>
    private protected void RunOnEach<T>(IReadOnlyList<T> servers, Func<T, CommandOutput, Task> work) => Run(servers, work, failure => EndWith(ErrorRecords.From(failure)));

    /// <summary>Lists sessions on each of these connections side by side. A report that is made of them later says which lists were not complete.</summary>
    private protected void ListOnEach(IReadOnlyList<ServerConnection> servers, Func<RestoreApi, CommandOutput, Task> list) => RunOnEach(servers, async (server, output) =>
    {
        string? unusable = null;
        void Note(RestFailure failure, Guid id)
        {
            ErrorRecord error = ErrorRecords.From(failure, id);
            unusable ??= error.ToString();
            output.Error(error);
        }

        try
        {
            await list(output.Open(server, Note), output).ConfigureAwait(false);
            server.ListingFailure = unusable;
        }
        catch (RestFailure failure)
        {
            server.ListingFailure = ErrorRecords.From(failure).ToString();
            throw;
        }
    });

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
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Run<T>(IReadOnlyList<T> servers, Func<T, CommandOutput, Task> work, Action<RestFailure> fail)
    {
        ProgressBar progress = new(Activity, Clock.Machine);
        CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        CommandOutput output = new(progress, ending.Token);
        output.Begin(servers, work);
        try
        {
            StopOnCancel(() => output.TakeAll(WriteItem, progress, patience: null));
        }
        catch (RestFailure failure)
        {
            fail(failure);
        }
        finally
        {
            // Where an error or a later command has ended the pipeline, only this ends listings that are under way. Nothing waits for the cancelled work:
            // it ends on its own threads and disposes what it owns.
            ending.Cancel();
            output.WhenEnded(ending.Dispose);
        }
    }
}
