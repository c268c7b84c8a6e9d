using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>The base of what Tab offers for a parameter's value.</summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete.Trim('\'', '"');
        return Complete(commandName, parameterName, text => text.StartsWith(typed, StringComparison.OrdinalIgnoreCase), fakeBoundParameters["Connection"]);
    }

    /// <summary>Returns the values to offer.</summary>
    /// <param name="command">The name of the cmdlet.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <param name="isWanted">Whether a value begins as the user has typed.</param>
    /// <param name="connection">The value of -Connection in the command line so far; null for none.</param>
    protected abstract IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection);

    /// <summary>A value with its tooltip.</summary>
    protected static CompletionResult Result(string value, string shown, string tooltip) => new(value, shown, CompletionResultType.ParameterValue, tooltip);
}
