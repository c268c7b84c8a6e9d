using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes -InitiatedBy with those who opened recent sessions, and any other parameter with the names of the servers' organizations.</summary>
internal sealed class NameCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete.Trim('\'', '"');
        ConcurrentDictionary<string, bool> names = new(StringComparer.OrdinalIgnoreCase);
        void Add(string? name)
        {
            // A name with characters that nobody sees has no place in a command line, and one with a wildcard would match others.
            if (!string.IsNullOrEmpty(name) && VisibleText.Of(name) == name && !WildcardPattern.ContainsWildcardCharacters(name) && name!.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                names[name] = true;
            }
        }

        Asking.Ask(fakeBoundParameters["Connection"], api => parameterName == "InitiatedBy"
            ? Asking.ListRecentAsync(api, session => Add(session.InitiatedBy))
            : api.ListOrganizationsAsync(organization =>
            {
                Add(organization.Name);
                return true;
            }));
        return names.Keys.OrderBy(name => name, StringComparer.OrdinalIgnoreCase).Take(Most).Select(name => new CompletionResult(
            Quote(name), name, CompletionResultType.ParameterValue, name));
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '\\') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
