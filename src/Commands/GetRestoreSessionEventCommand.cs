using System.Management.Automation;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Gets what happened in restore sessions: who viewed, exported or restored which item.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionEvent", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Events)]
[OutputType(typeof(RestoreSessionEvent))]
public sealed class GetRestoreSessionEventCommand : SessionCommand
{
    /// <summary>Only events of these statuses: Running, Success, Warning, Failed, Cancelled, Skipped. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EventStatusCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Status { get; set; }

    /// <summary>Only events of these types: None, Save, Export, Send, Restore, View. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Writes the events of each session, each as it arrives.</summary>
    protected override void ProcessRecord()
    {
        Patterns status = new(Status);
        Patterns type = new(Type);
        foreach (SessionTarget target in Targets())
        {
            RunFor(target, (api, output) => api.ListEventsAsync(target.Id, read =>
            {
                if (status.Match(read.Status) && type.Match(read.Type))
                {
                    output.Write(read);
                }

                return true;
            }));
        }
    }
}
