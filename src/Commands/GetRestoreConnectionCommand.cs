using System.Management.Automation;
using RestoreSessions.Completion;
using RestoreSessions.Connections;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Gets the servers that this runspace is connected to.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreConnection", HelpUri = OnlineHelp.Authorization)]
[OutputType(typeof(RestoreConnection))]
public sealed class GetRestoreConnectionCommand : PSCmdlet
{
    /// <summary>Only connections to these servers; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Server { get; set; }

    /// <summary>Writes the connections, the oldest first.</summary>
    protected override void EndProcessing()
    {
        RunspaceConnections own = RunspaceConnections.Current;
        WriteObject(Server is null ? own.Open : own.Open.Intersect(Server.SelectMany(own.Named)), true);
    }
}
