using System.Management.Automation;
using System.Threading;
using RestoreSessions.Rest;

namespace RestoreSessions.Pipeline;

/// <summary>How work on another thread speaks to the pipeline. Everything arrives in the order in which one thread said it.</summary>
internal sealed class CommandOutput
{
    private readonly Handoff _handoff;
    private readonly ListProgress _listings;

    public CommandOutput(Handoff handoff, ListProgress listings)
    {
        _handoff = handoff;
        _listings = listings;
    }

    /// <summary>The API of a server, whose requests and listings this command tells of.</summary>
    /// <exception cref="RestFailure">The connection has been closed.</exception>
    public RestoreApi Open(ServerConnection server, CancellationToken cancellation) => new(server, Note, _listings.Begin, cancellation);

    /// <summary>The same for work that shows its own progress, so that its listings show none.</summary>
    public CommandOutput WithoutListings() => new(_handoff, new ListProgress("", Clock.System));

    /// <summary>Writes an object to the pipeline.</summary>
    public void Write(object item) => _handoff.Add(item);

    /// <summary>Shows how far the command is.</summary>
    public void Progress(ProgressRecord progress) => _handoff.AddUrgent(progress);

    /// <summary>Writes a line for -Verbose.</summary>
    public void Note(string text) => _handoff.AddUrgent(new VerboseRecord(text));

    /// <summary>Writes an error that does not end the command.</summary>
    public void Error(ErrorRecord error) => _handoff.AddUrgent(error);
}
