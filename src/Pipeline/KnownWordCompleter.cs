using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes a parameter with its <see cref="KnownWords"/>; other words are allowed.</summary>
internal sealed class KnownWordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        return WordsOf(commandName, parameterName).Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(word => new CompletionResult(word));
    }

    private static string[] WordsOf(string command, string parameter) => parameter switch
    {
        "State" => KnownWords.States,
        "Result" => KnownWords.Results,
        "Status" => KnownWords.Statuses,
        _ => command == "Get-RestoreSessionEvent" ? KnownWords.EventTypes : KnownWords.Workloads,
    };
}
