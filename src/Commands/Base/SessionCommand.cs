using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Completion;
using RestoreSessions.Execution;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands.Base;

/// <summary>The base of the cmdlets that work on sessions, from the pipeline or by identifier.</summary>
public abstract class SessionCommand : ConnectedCommand
{
    /// <summary>The sessions, as Get-RestoreSession writes them, or what has their identifier; each is sought on the server that it names, and taken once.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Session")]
    [SessionInput]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public RestoreSession[]? Session { get; set; }

    /// <summary>The identifiers of the sessions; the servers are asked one after the other until one has it. Stop-RestoreSession and Wait-RestoreSession ask all of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public Guid[]? Id { get; set; }

    /// <summary>The sessions of this input.</summary>
    private protected IEnumerable<SessionTarget> Targets() => TargetsOf(Session, Id);

    /// <summary>Does something with each session on the server that has it.</summary>
    private protected void ForEach(IEnumerable<SessionTarget> targets, Func<SessionTarget, RestoreApi, CommandOutput, Task> work) => ForEach(
        targets, async (target, output) => await work(target, await target.LocateAsync(output).ConfigureAwait(false), output).ConfigureAwait(false));
}
