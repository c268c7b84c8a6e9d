using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RestoreSessions.Pipeline;

/// <summary>Completes -InitiatedBy with those who opened recent sessions, and any other parameter with the names of the servers' organizations.</summary>
internal sealed class NameCompleter : AskingCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection)
    {
        ConcurrentDictionary<string, bool> names = new(StringComparer.OrdinalIgnoreCase);
        void AddAll(IEnumerable<string?> found)
        {
            foreach (string? name in found)
            {
                // A name with characters that nobody sees has no place in a command line, and one with * or ? would match others.
                if (!string.IsNullOrEmpty(name) && VisibleText.Of(name) == name && name!.IndexOfAny(['*', '?']) < 0 && isWanted(name!))
                {
                    names[name!] = true;
                }
            }
        }

        Ask(connection, api => parameter == "InitiatedBy"
            ? ListRecentAsync(api, sessions => AddAll(sessions.Select(session => session.InitiatedBy)))
            : api.ListOrganizationsAsync(organizations => AddAll(organizations.Select(organization => organization.Name))));
        return names.Keys.OrderBy(name => name, StringComparer.OrdinalIgnoreCase).Take(Most).Select(name => Result(Quote(name), name, name));
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '\\') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
