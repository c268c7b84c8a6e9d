using System;
using System.Collections.Concurrent;
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
    // What follows of such a server fails at once: each of many sessions would wait for it as long as the first one did.
    private readonly ConcurrentDictionary<ServerConnection, RestFailure> _silent = new();

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

    /// <summary>Does something with one session. With several servers, whatever fails is an error of that session, and the command goes on.</summary>
    private protected void RunFor(SessionTarget target, Func<CommandOutput, CancellationToken, Task> work)
    {
        bool goesOn = (Connection?.Length ?? Connections.Current.Open.Count) > 1;
        if (goesOn && target.Servers.Count == 1 && _silent.TryGetValue(target.First!, out RestFailure? before))
        {
            WriteError(Errors.From(before, target.ForErrors));
            return;
        }

        Run(async (output, cancellation) => await NoticeSilenceAsync(target, work(output, cancellation)).ConfigureAwait(false), target.ForErrors, goesOn);
    }

    private async Task NoticeSilenceAsync(SessionTarget target, Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Kind is FailureKind.ServerUnreachable or FailureKind.RequestTimedOut && target.Servers.Count == 1)
        {
            _silent[target.First!] = failure;
            throw;
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
        Connection is null && session.Connection is ServerConnection { IsOpen: true } own ? Connections.Current.Open.Append(own) : Resolve();
}
