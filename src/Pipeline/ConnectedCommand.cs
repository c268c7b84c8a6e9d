using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using RestoreSessions.Api;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>The base of the cmdlets that talk to servers: this runspace's, or those named by <see cref="Connection"/>.</summary>
public abstract class ConnectedCommand : RestoreCommand
{
    private readonly HashSet<ServerConnection> _told = new();
    private SideBySide? _sessions;
    private bool? _hasSeveral;

    /// <summary>The connections to use, or the names of their servers, with wildcards; by default all of this runspace's.</summary>
    [Parameter]
    [ConnectionInput]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>Runs work on every connection side by side.</summary>
    private protected void RunOnEach(Func<RestoreApi, CommandOutput, Task> work) => RunSideBySide(
        Resolve(), (server, output, cancellation) => work(output.Open(server, cancellation), output));

    /// <summary>The connections to use.</summary>
    /// <exception cref="PipelineStoppedException">There is none; the error NotConnected has been written.</exception>
    private protected IReadOnlyList<ServerConnection> Resolve()
    {
        IReadOnlyList<ServerConnection> servers = Connection is null ? Connections.Current.Open : Connection.OfType<ServerConnection>().Distinct().ToArray();
        if (servers.Count == 0)
        {
            ThrowTerminatingError(Errors.NotConnected());
        }

        return servers;
    }

    /// <summary>The connection to use, where only one can be meant.</summary>
    /// <exception cref="PipelineStoppedException">There is none, or there are several; the error has been written.</exception>
    private protected ServerConnection ResolveOne()
    {
        IReadOnlyList<ServerConnection> servers = Resolve();
        if (servers.Count > 1)
        {
            ThrowTerminatingError(Errors.AmbiguousConnection(string.Join(", ", servers.Select(server => server.Server))));
        }

        return servers[0];
    }

    /// <summary>How many sessions there are in all, where the command knows it before it begins.</summary>
    private protected long? Total
    {
        set => Sessions.Total = value;
    }

    /// <summary>What the progress of <see cref="ForEach"/> is called.</summary>
    private protected virtual string Activity => MyInvocation.MyCommand.Name;

    // Made by the first session, so that its progress begins then.
    private SideBySide Sessions => _sessions ??= new SideBySide(new ListProgress(Activity, Clock.System), WriteItem, Fail, Cancellation);

    private bool HasSeveral => _hasSeveral ??= (Connection?.Length ?? Connections.Current.Open.Count) > 1;

    /// <summary>Does something with each session, several side by side; <see cref="EndProcessing"/> ends it. What the work writes comes in the order of the sessions.</summary>
    private protected void ForEach(IEnumerable<SessionTarget> targets, Func<SessionTarget, CommandOutput, CancellationToken, Task> work) =>
        StopOnCancel(() => Sessions.Begin(targets, work));

    /// <summary>Warns, once in a command, of filters that match nothing on the servers known so far.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="values">Its values; null where it is not given.</param>
    /// <param name="known">The words to name.</param>
    /// <param name="rare">Words that are known and not named.</param>
    private protected void WarnOfUnknown(string parameter, string[]? values, string[] known, params string[] rare)
    {
        string unknown = string.Join(", ", KnownWords.Unknown(values ?? Array.Empty<string>(), known.Concat(rare)).Select(word => $"'{Errors.Shown(word)}'"));
        if (unknown.Length > 0)
        {
            WriteWarning($"-{parameter} {unknown}: no server is known to use this. Known are {string.Join(", ", known)}; wildcards are allowed.");
        }
    }

    /// <summary>Ends the command where a period ends before it begins.</summary>
    private protected void RefuseReversed(DateTime? from, DateTime? to, string fromName, string toName)
    {
        if (from > to)
        {
            ThrowTerminatingError(Errors.InvalidTimeRange(fromName, toName));
        }
    }

    /// <summary>Waits for what <see cref="ForEach"/> began.</summary>
    private protected void Finish() => StopOnCancel(() => _sessions?.Finish());

    /// <summary>Writes the rest.</summary>
    protected override void EndProcessing() => Finish();

    /// <summary>Called with the error of each session, in the order of the sessions, whether the error is written or the server's has been.</summary>
    private protected virtual void OnFailed(SessionTarget target, ErrorRecord error)
    {
    }

    /// <summary>Whether a server that has failed is an error for each of its sessions, in place of one.</summary>
    private protected virtual bool TellsEach => false;

    private protected override object Present(object item) => HasSeveral ? SeveralServers.Mark(item) : item;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _sessions?.End();
        base.Dispose(disposing);
    }

    // With several servers, whatever fails is an error of that session or of its server, and the command goes on.
    private void Fail(SessionTarget target, RestFailure failure)
    {
        ErrorRecord error = Errors.From(failure, target.ForErrors);
        OnFailed(target, error);
        if (!HasSeveral && !Errors.ConcernsOneItem(failure))
        {
            ThrowTerminatingError(error);
        }
        else if (TellsEach || target.Servers.Count != 1 || !CommandOutput.ConcernsServer(failure) || _told.Add(target.Servers[0]))
        {
            WriteError(error);
        }
        else
        {
            WriteVerbose(VisibleText.Of($"Session {target.Id} is left out: {failure.Server} has failed, as the error before says."));
        }
    }

    /// <summary>A session, and where it may be: on the server that it names, or anywhere if it names none.</summary>
    private protected SessionTarget TargetOf(RestoreSession session)
    {
        string? server = session.Server ?? session.Connection?.Server;
        return string.IsNullOrEmpty(server)
            ? new SessionTarget(session.Id, session, Resolve())
            : new SessionTarget(session.Id, session, Candidates(session).Where(one => string.Equals(one.Server, server, StringComparison.OrdinalIgnoreCase)).Distinct().ToArray());
    }

    // A session of another runspace brings its connection along, which serves while this runspace has none to the same server.
    private IEnumerable<ServerConnection> Candidates(RestoreSession session) =>
        Connection is null && session.Connection is ServerConnection { IsOpen: true } own ? Connections.Current.Open.Union([own]) : Resolve();
}
