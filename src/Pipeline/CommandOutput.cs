using System.Management.Automation;

namespace RestoreSessions.Pipeline;

/// <summary>How work on another thread speaks to the pipeline. Everything arrives in the order in which one thread said it.</summary>
internal sealed class CommandOutput
{
    private readonly Handoff _handoff;

    public CommandOutput(Handoff handoff) => _handoff = handoff;

    /// <summary>Writes an object to the pipeline.</summary>
    public void Write(object item) => _handoff.Add(item);

    /// <summary>Shows how far the command is.</summary>
    public void Progress(ProgressRecord progress) => _handoff.AddUrgent(progress);

    /// <summary>Writes a line for -Verbose.</summary>
    public void Note(string text) => _handoff.AddUrgent(new VerboseRecord(text));

    /// <summary>Writes an error that does not end the command.</summary>
    public void Error(ErrorRecord error) => _handoff.AddUrgent(error);
}
