using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes a server with those that this runspace is connected to.</summary>
internal sealed class ServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        return Connections.Current.Open
            .Where(connection => connection.Server.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(connection => new CompletionResult(
                connection.Server, connection.Server, CompletionResultType.ParameterValue, $"{connection.ApiVersion}, as {connection.UserName ?? "the owner of a token"}"));
    }
}
