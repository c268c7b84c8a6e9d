using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes an identifier with those of recent sessions, the newest first; the tooltip describes each.</summary>
internal sealed class SessionIdCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        NewestSessions newest = new(Most);
        Asking.Ask(fakeBoundParameters["Connection"], api => Asking.ListRecentAsync(api, session =>
        {
            if (session.Id.ToString().StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                newest.Add(session);
            }
        }));
        return newest.ToList().Select(session => new CompletionResult(
            session.Id.ToString(), session.Id.ToString(), CompletionResultType.ParameterValue, VisibleText.Of($"{session.Description}: {session.State}, {session.Result}")));
    }
}
