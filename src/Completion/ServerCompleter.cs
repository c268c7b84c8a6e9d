using System.Management.Automation;
using RestoreSessions.Connections;

namespace RestoreSessions.Completion;

/// <summary>Completes a server with those that this runspace is connected to.</summary>
internal sealed class ServerCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection) => RunspaceConnections.Current.Open
        .Where(open => isWanted(open.Server))
        .Select(open => Result(open.Server, $"{open.ApiVersion}, as {open.UserName ?? "the owner of a token"}"));
}
