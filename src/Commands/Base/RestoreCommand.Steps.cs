using System.Management.Automation;

namespace RestoreSessions.Commands.Base;

/// <content>What a command does before, with and after its input, and how an error ends it.</content>
public abstract partial class RestoreCommand
{
    private bool _hasEnded;

    /// <summary>Called by PowerShell before the first input.</summary>
    protected sealed override void BeginProcessing() => Do(Begin);

    /// <summary>Called by PowerShell with each input.</summary>
    protected sealed override void ProcessRecord() => Do(Process);

    /// <summary>Called by PowerShell after the last input.</summary>
    protected sealed override void EndProcessing() => Do(End, isLast: true);

    /// <summary>What a command does before the first input.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>What a command does with each input. It is not called where nothing comes down the pipeline, nor after <see cref="EndWith"/>.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>What a command does after the last input. It is not called after <see cref="EndWith"/>.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Ends the command with an error.</summary>
    /// <remarks>
    /// The error is thrown, unless the command was given <c>-ErrorAction</c> Continue, SilentlyContinue or Ignore: then it is written, what follows in the
    /// pipeline is ignored, and the command ends. The parameter is also seen if it was splatted or comes from <c>$PSDefaultParameterValues</c>.
    /// </remarks>
    /// <exception cref="PipelineStoppedException">The error has been thrown.</exception>
    private protected void EndWith(ErrorRecord error)
    {
        if (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action)
            && action is ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        {
            _hasEnded = true;
            WriteError(error);
            throw new CommandEndedException();
        }

        ThrowTerminatingError(error);
    }

    private void Do(Action step, bool isLast = false)
    {
        bool isDone = false;
        try
        {
            if (!_hasEnded)
            {
                step();
            }

            isDone = !_hasEnded;
        }
        catch (CommandEndedException)
        {
            // The error has been written.
        }
        finally
        {
            // Select-Object -First and errors leave the step by an exception, and the bar has to go then, too. This stands last, because writing throws where the pipeline has been stopped.
            if (isLast || !isDone)
            {
                CompleteBar(WriteBar);
            }
        }
    }

    /// <summary>Leaves a command whose last error has been written and not thrown.</summary>
    private sealed class CommandEndedException : Exception
    {
    }
}
