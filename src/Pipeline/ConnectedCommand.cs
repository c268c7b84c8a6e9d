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
    private int? _serverCount;
    private bool? _isWide;

    /// <summary>The connections to use, or the names of their servers, with wildcards; by default all of this runspace's.</summary>
    [Parameter]
    [Alias("Server")]
    [ConnectionInput]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public RestoreConnection[]? Connection { get; set; }

    /// <summary>Runs work on every connection side by side.</summary>
    private protected void RunOnEach(Func<RestoreApi, CommandOutput, Task> work) => RunOnEach(Resolve(), work);

    /// <summary>Runs work on each of these connections side by side.</summary>
    private protected void RunOnEach(IReadOnlyList<ServerConnection> servers, Func<RestoreApi, CommandOutput, Task> work) => RunSideBySide(
        servers, (server, output, cancellation) => work(output.Open(server, cancellation), output));

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

    // 0 where this runspace has no connection: sessions of another one bring theirs along, and may be of several servers.
    private int ServerCount => _serverCount ??= Connection?.Length ?? Connections.Current.Open.Count;

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

    private protected override object Present(object item) => ViewNames.Mark(item, ServerCount > 1, _isWide ??= ViewNames.IsWide(Host));

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
        if (ServerCount == 1 && !Errors.ConcernsOneItem(failure))
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

    /// <summary>A session, and where it may be.</summary>
    private protected SessionTarget TargetOf(RestoreSession session) => new(session.Id, session, ServersOf(session));

    /// <summary>Where an object may be: on the server that it names, or anywhere if it names none. Empty where that server is not connected.</summary>
    private protected IReadOnlyList<ServerConnection> ServersOf(ServerObject item)
    {
        string? server = item.Server ?? item.Connection?.Server;
        if (string.IsNullOrEmpty(server))
        {
            return Resolve();
        }

        // An object of another runspace brings its connection along. Its user may have more rights: it serves only where this runspace has no connection to the server.
        ServerConnection? own = Connection is null && item.Connection is ServerConnection { IsOpen: true } open ? open : null;
        ServerConnection[] servers = (own is null ? Resolve() : Connections.Current.Open).Where(one => string.Equals(one.Server, server, StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        return servers.Length == 0 && own is not null ? [own] : servers;
    }
}
