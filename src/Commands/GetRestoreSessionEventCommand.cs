using System;
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

    /// <summary>Only the events with these identifiers, which the server is asked for one by one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public Guid[]? EventId { get; set; }

    /// <summary>Writes the events of each session, each as it arrives.</summary>
    protected override void ProcessRecord()
    {
        Patterns status = new(Status);
        Patterns type = new(Type);
        foreach (SessionTarget target in Targets())
        {
            if (EventId is not null)
            {
                WriteNamed(target, EventId, status, type);
                continue;
            }

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

    private void WriteNamed(SessionTarget target, Guid[] eventIds, Patterns status, Patterns type)
    {
        foreach (Guid eventId in eventIds)
        {
            RunFor(target, async (api, output) =>
            {
                RestoreSessionEvent read = await api.GetEventAsync(target.Id, eventId).ConfigureAwait(false);
                if (status.Match(read.Status) && type.Match(read.Type))
                {
                    output.Write(read);
                }
            });
        }
    }
}
