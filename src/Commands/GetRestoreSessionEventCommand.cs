using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Filters;
using RestoreSessions.Http;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Gets what happened in restore sessions: who viewed, exported or restored which item.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionEvent", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Events)]
[OutputType(typeof(RestoreSessionEvent))]
public sealed class GetRestoreSessionEventCommand : SessionCommand
{
    /// <summary>Only events of these statuses: Running, Success, Warning, Failed, Cancelled, Skipped. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Status { get; set; }

    /// <summary>Only events of these types: None, Save, Export, Send, Restore, View. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Only the events with these identifiers, which the server is asked for one by one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public Guid[]? EventId { get; set; }

    /// <summary>Warns of words that no server is known to use.</summary>
    private protected override void Begin()
    {
        WarnOfUnknown(nameof(Status), Status, KnownWords.Statuses);
        WarnOfUnknown(nameof(Type), Type, KnownWords.EventTypes);
    }

    /// <summary>Writes the events of each session, in the order of the sessions, as soon as the first is there.</summary>
    private protected override void Process()
    {
        WildcardSet status = new(Status);
        WildcardSet type = new(Type);
        ForEach(Targets(), async (target, output) =>
        {
            // An event says who opened its session, and so a session that is known by its identifier alone is read first.
            RestoreSession? known = target.Session is { LacksOrigin: false } given ? given : null;
            RestoreSession session = known ?? await target.LookAsync(output).ConfigureAwait(false);
            RestoreApi api = known is null ? output.Open((ServerConnection)session.Connection!) : await target.LocateAsync(output).ConfigureAwait(false);
            void Write(IReadOnlyList<RestoreSessionEvent> events)
            {
                foreach (RestoreSessionEvent read in events)
                {
                    read.Session = session;
                }

                output.WriteAll(events.Where(read => status.Match(read.Status) && type.Match(read.Type)));
            }

            await (EventId is null ? api.ListEventsAsync(target.Id, Write) : GetAsync(api, target, EventId, Write, output)).ConfigureAwait(false);
        });
    }

    private static async Task GetAsync(RestoreApi api, SessionTarget target, Guid[] ids, Action<IReadOnlyList<RestoreSessionEvent>> write, CommandOutput output)
    {
        foreach (Guid id in ids)
        {
            try
            {
                write([await api.GetEventAsync(target.Id, id).ConfigureAwait(false)]);
            }
            catch (RestFailure failure) when (FailureReach.Of(failure) == Reach.Item)
            {
                output.Error(ErrorRecords.From(failure, target.ForErrors));
            }
        }
    }
}
