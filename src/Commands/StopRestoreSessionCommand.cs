using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Errors;
using RestoreSessions.Execution;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Stops restore sessions. People lose the session that they are working in; a session that has already stopped is not an error.</summary>
[Cmdlet(
    VerbsLifecycle.Stop, "RestoreSession", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Sessions,
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RestoreSession))]
public sealed class StopRestoreSessionCommand : SessionCommand
{
    /// <summary>Write the sessions as they are after the stop.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Stops each session, where the user agrees. The question shows what the server says of the session at that moment.</summary>
    private protected override void Process()
    {
        foreach (SessionTarget target in Targets())
        {
            RestoreSession? session = target.Session is { HasStopped: true } known ? known : Look(target);
            if (session is { HasStopped: true })
            {
                Pass(session, WriteItem);
            }
            else if (session is not null && ShouldProcess($"{session.Description} ({session.Id})", "Stop restore session"))
            {
                Do(target, output => StopAsync(session, output));
            }
        }
    }

    // The user learns of each session that is not stopped.
    private protected override bool WritesEachError => true;

    // Null where there is none; that has been written as an error.
    private RestoreSession? Look(SessionTarget target)
    {
        RestoreSession? session = null;
        Do(target, async output => session = await target.LookEverywhereAsync(output).ConfigureAwait(false));
        return session;
    }

    // One after the other: a session that is looked at long before the question may have changed by then.
    private void Do(SessionTarget target, Func<CommandOutput, Task> work)
    {
        ForEach(new[] { target }, (_, output) => work(output));
        Finish();
    }

    private async Task StopAsync(RestoreSession session, CommandOutput output)
    {
        RestoreApi api = output.Open((ServerConnection)session.Connection!);
        RestoreSession now = await api.StopSessionAsync(session.Id).ConfigureAwait(false);
        if (now.HasStopped)
        {
            Pass(now, output.Write);
        }
        else
        {
            output.Error(ErrorRecords.RestoreSessionNotStopped(now));
        }
    }

    private void Pass(RestoreSession session, Action<object> write)
    {
        if (PassThru)
        {
            write(session);
        }
    }
}
