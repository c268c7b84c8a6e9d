using System.Management.Automation;
using RestoreSessions.Parameters;
using RestoreSessions.Text;

namespace RestoreSessions.Completion;

/// <summary>Completes a parameter with its <see cref="KnownWords"/>; other words are allowed.</summary>
internal sealed class KnownWordCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string command, string parameter, Func<string, bool> isWanted, object? connection) =>
        WordsOf(command, parameter).Where(isWanted).Select(word => new CompletionResult(word));

    private static string[] WordsOf(string command, string parameter) => parameter switch
    {
        "State" => KnownWords.States,
        "Result" => KnownWords.Results,
        "Outcome" => KnownWords.Outcomes,
        "Status" => KnownWords.Statuses,
        _ => command == "Get-RestoreSessionEvent" ? KnownWords.EventTypes : Workloads.Names,
    };
}
