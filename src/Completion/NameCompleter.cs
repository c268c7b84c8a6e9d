using System.Management.Automation;
using RestoreSessions.Text;

namespace RestoreSessions.Completion;

/// <summary>Completes -InitiatedBy with those who opened recent sessions, and any other parameter with the names of the servers' organizations.</summary>
internal sealed class NameCompleter : AskingCompleter
{
    // The longest name of a domain. What is longer has no place in a command line.
    private const int Longest = 255;

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection)
    {
        SortedSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        names.UnionWith(Ask<string>(connection, (api, tell) =>
        {
            SortedSet<string> ofServer = new(StringComparer.OrdinalIgnoreCase);
            void Add(IEnumerable<string?> found)
            {
                foreach (string? name in found)
                {
                    if (IsFit(name) && isWanted(name!) && ofServer.Add(name!) && ofServer.Count > Most)
                    {
                        ofServer.Remove(ofServer.Max);
                    }
                }

                tell(ofServer.ToArray());
            }

            return parameter == "InitiatedBy"
                ? ListRecentAsync(api, sessions => Add(sessions.Select(session => session.InitiatedBy)))
                : api.ListOrganizationsAsync(organizations => Add(organizations.Select(organization => organization.Name)));
        }));
        return names.Take(Most).Select(name => Result(name, name));
    }

    // A name with characters that nobody sees has no place in a command line, and one with * or ? would match others. A name with brackets is offered, because it also matches itself.
    private static bool IsFit(string? name) =>
        name is { Length: > 0 and <= Longest } && VisibleText.Of(name) == name && name.IndexOfAny(['*', '?']) < 0;
}
