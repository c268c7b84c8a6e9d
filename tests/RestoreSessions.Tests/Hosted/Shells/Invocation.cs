using System.Management.Automation;

namespace HostedShell;

/// <summary>A script that is running.</summary>
public sealed class Invocation : IDisposable
{
    private readonly Shell _owner;
    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    internal Invocation(Shell owner, PowerShell shell)
    {
        _owner = owner;
        _shell = shell;
        _running = _shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>Completes as soon as so many objects have been written.</summary>
    /// <exception cref="TimeoutException">They were not, within 30 s.</exception>
    public Task WaitForOutputAsync(int count) => WaitAsync(_output, () => _output.Count >= count);

    /// <summary>Completes as soon as a line with this text stands in the verbose stream.</summary>
    /// <exception cref="TimeoutException">None did, within 30 s.</exception>
    public Task WaitForVerboseAsync(string text) =>
        WaitAsync(_shell.Streams.Verbose, () => Said(_shell.Streams.Verbose).Any(line => line.Message.Contains(text, StringComparison.Ordinal)));

    /// <summary>Completes as soon as a progress bar is shown.</summary>
    /// <exception cref="TimeoutException">None was, within 30 s.</exception>
    public Task WaitForProgressAsync() => WaitAsync(_shell.Streams.Progress, () => _shell.Streams.Progress.Count > 0);

    // By number: a copy fails when a line is added meanwhile.
    private static IEnumerable<T> Said<T>(PSDataCollection<T> stream) => Enumerable.Range(0, stream.Count).Select(i => stream[i]);

    /// <summary>What Ctrl+C does. Returns when the pipeline has stopped.</summary>
    /// <exception cref="TimeoutException">It has not, within the shell's limit.</exception>
    public void Stop()
    {
        if (!_shell.BeginStop(null, null).AsyncWaitHandle.WaitOne(_owner.Limit))
        {
            _owner.Abandon();
            throw Overdue("did not stop");
        }
    }

    /// <summary>Waits for the end and collects what was written; a stopped script leaves what it had.</summary>
    /// <exception cref="TimeoutException">It did not end within the shell's limit, and has been stopped.</exception>
    public ShellResult Wait()
    {
        if (!_running.AsyncWaitHandle.WaitOne(_owner.Limit))
        {
            Stop();
            throw Overdue("did not end");
        }

        List<ErrorRecord> errors = [];
        ErrorRecord? terminating = null;
        try
        {
            _shell.EndInvoke(_running);
        }
        catch (PipelineStoppedException)
        {
            // Stop() was called; what had been written counts.
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }

        PSDataStreams streams = _shell.Streams;
        errors.AddRange(streams.Error);
        if (terminating is not null)
        {
            errors.Add(terminating);
        }

        return new ShellResult
        {
            Output = [.. _output],
            Errors = errors,
            TerminatingError = terminating,
            Warnings = [.. streams.Warning.Select(r => r.Message)],
            Verbose = [.. streams.Verbose.Select(r => r.Message)],
            Debug = [.. streams.Debug.Select(r => r.Message)],
            Information = [.. streams.Information],
            Progress = [.. streams.Progress],
        };
    }

    /// <summary>Ends the script, if it is still running.</summary>
    public void Dispose()
    {
        // PowerShell waits for the end of what it disposes, and a script that does not stop has none.
        if (!_owner.IsAbandoned)
        {
            _shell.Dispose();
            _output.Dispose();
        }
    }

    private TimeoutException Overdue(string what) => new($"The script {what} within {_owner.Limit.TotalSeconds} s: {string.Join(" | ", _shell.Commands.Commands)}");

    private static async Task WaitAsync<T>(PSDataCollection<T> stream, Func<bool> isThere)
    {
        TaskCompletionSource there = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, EventArgs e)
        {
            if (isThere())
            {
                there.TrySetResult();
            }
        }

        stream.DataAdded += Look;
        Look(null, EventArgs.Empty);
        await there.Task.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        stream.DataAdded -= Look;
    }
}
