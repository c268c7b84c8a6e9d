using System.Management.Automation;
using RestoreSessions.Pipeline;

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

    /// <summary>Stops each session, where the user agrees.</summary>
    protected override void ProcessRecord()
    {
        foreach (SessionTarget target in Targets())
        {
            if (target.Session is { HasStopped: true } stopped)
            {
                if (PassThru)
                {
                    WriteObject(stopped);
                }
            }
            else if (ShouldProcess(Describe(target), "Stop restore session"))
            {
                RunFor(target, async (api, output) =>
                {
                    RestoreSession session = await api.StopSessionAsync(target.Id).ConfigureAwait(false);
                    if (PassThru)
                    {
                        output.Write(session);
                    }
                });
            }
        }
    }

    private static string Describe(SessionTarget target) => target.Session is { } session
        ? $"{session.Description} ({session.Id})"
        : target.Id.ToString();
}
