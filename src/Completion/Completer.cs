using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Completion;

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

    /// <summary>A value with its tooltip, in quotation marks where PowerShell would read something else.</summary>
    protected static CompletionResult Result(string value, string tooltip) =>
        new(IsReadAsItIs(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'", value, CompletionResultType.ParameterValue, tooltip);

    // What begins with a dash would be a parameter, with $ or @ a variable; PowerShell's own parser knows every case.
    private static bool IsReadAsItIs(string value)
    {
        ScriptBlockAst script = Parser.ParseInput("command " + value, out _, out ParseError[] errors);
        return errors.Length == 0
            && script.EndBlock.Statements.Count == 1
            && script.EndBlock.Statements[0] is PipelineAst { PipelineElements: { Count: 1 } elements }
            && elements[0] is CommandAst { CommandElements: { Count: 2 } words }
            && words[1] is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word
            && word.Value == value;
    }
}
