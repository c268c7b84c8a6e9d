using System.Management.Automation;
using RestoreSessions.Completion;
using RestoreSessions.Connections;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Http;
using RestoreSessions.Parameters;
using RestoreSessions.Text;

namespace RestoreSessions.Commands.Base;

/// <summary>The base of the cmdlets that talk to servers: this runspace's, or those named by <see cref="Connection"/>.</summary>
public abstract partial class ConnectedCommand : RestoreCommand
{
    private const int SlowAnswersBeforeWarning = 3;

    private readonly LeftOutSessions _leftOut = new();
    private readonly HashSet<(Guid Id, object? Where)> _had = new();
    private SideBySide? _sessions;
    private IReadOnlyList<RestoreConnection>? _servers;
    private int _slowAnswers;
    private bool? _isWide;

    /// <summary>The connections to use, or the names of their servers, with wildcards; by default all of this runspace's.</summary>
    [Parameter]
    [Alias("Server")]
    [ConnectionInput]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>How many sessions there are in all, where the command knows it before it begins.</summary>
    private protected long? Total
    {
        set => Sessions.Total = value;
    }

    // Made by the first session, so that its progress begins then.
    private SideBySide Sessions => _sessions ??= new SideBySide(new ProgressBar(Activity, Clock.Machine), WriteItem, Fail, Cancellation);

    // As they were when the command first needed them. Empty where this runspace has no connection: sessions of another one bring theirs along.
    private IReadOnlyList<RestoreConnection> Servers => _servers ??= (IReadOnlyList<RestoreConnection>?)Connection ?? RunspaceConnections.Current.Open;

    /// <summary>Does something with each session, several side by side; <see cref="End"/> ends it. What the work writes comes in the order of the sessions.</summary>
    private protected void ForEach(IEnumerable<SessionTarget> targets, Func<SessionTarget, CommandOutput, Task> work) =>
        StopOnCancel(() => Sessions.Begin(targets, work));

    /// <summary>Warns, once in a command, of filters that match nothing on the servers known so far.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="values">Its values; null where it is not given.</param>
    /// <param name="known">The words to name.</param>
    /// <param name="rare">Words that are known and not named.</param>
    private protected void WarnOfUnknown(string parameter, string[]? values, string[] known, params string[] rare)
    {
        string unknown = string.Join(", ", KnownWords.Unknown(values ?? Array.Empty<string>(), known.Concat(rare)).Select(word => $"'{VisibleText.Truncate(word)}'"));
        if (unknown.Length > 0)
        {
            WriteWarning($"-{parameter} {unknown}: no server is known to use this. Known are {string.Join(", ", known)}; wildcards are allowed.");
        }
    }

    /// <summary>Warns of a period that is still to come: a text that another calendar has made may be read as such a time.</summary>
    private protected void WarnOfFuture(DateTime? from, string name)
    {
        if (from > Clock.Machine.UtcNow.AddDays(1))
        {
            WriteWarning(FormattableString.Invariant($"-{name} is {from:yyyy-MM-dd} (UTC), which is still to come."));
        }
    }

    /// <summary>Ends the command where a period ends before it begins.</summary>
    private protected void RefuseReversed(DateTime? from, DateTime? to, string fromName, string toName)
    {
        if (from > to)
        {
            EndWith(ErrorRecords.InvalidTimeRange(fromName, toName));
        }
    }

    /// <summary>Waits for what <see cref="ForEach"/> began, and says of each server that was given up how many sessions were left out.</summary>
    private protected void Finish()
    {
        StopOnCancel(() => _sessions?.Finish());
        _leftOut.Write(WriteError);
    }

    /// <summary>Writes the rest.</summary>
    private protected override void End() => Finish();

    /// <summary>Called with the error of each session, in the order of the sessions, whether the error is written or the server's has been.</summary>
    private protected virtual void OnFailed(SessionTarget target, ErrorRecord error)
    {
    }

    /// <summary>Whether a server that has failed is an error for each of its sessions, in place of one and the number of those left out.</summary>
    private protected virtual bool WritesEachError => false;

    private protected override object Decorate(object item) => ViewNames.Mark(item, Servers.Count > 1, _isWide ??= ViewNames.IsWide(Host));

    /// <summary>The only server that the command has; null where it has several, or only what sessions bring along.</summary>
    private protected string? OnlyServer => Servers.Count == 1 ? Servers[0].Server : null;

    private protected override bool IsOnlyServer(string server) => string.Equals(OnlyServer, server, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _sessions?.End();
        base.Dispose(disposing);
    }

    private void Fail(SessionTarget target, RestFailure failure)
    {
        ErrorRecord error = ErrorRecords.From(failure, target.ForErrors);
        OnFailed(target, error);
        if (FailureReach.Of(failure) == Reach.Item)
        {
            WriteError(error);
            WarnOfSlowness(failure);
        }
        else if (IsOnlyServer(failure.Server))
        {
            EndWith(error);
        }
        else if (WritesEachError)
        {
            WriteError(error);
        }
        else
        {
            _leftOut.Add(failure.Server, error, WriteError);
        }
    }

    // Sessions here and there without an answer do not end the work on a server that answers for the others, and so the command may take long.
    private void WarnOfSlowness(RestFailure failure)
    {
        if (failure.Kind == FailureKind.RequestTimedOut && ++_slowAnswers == SlowAnswersBeforeWarning)
        {
            WriteWarning($"{failure.Server} does not answer for some of the sessions, and each of these takes until the time-out. A smaller -TimeoutSec of Connect-RestoreServer makes this shorter.");
        }
    }
}
