using System.Management.Automation;
using RestoreSessions.Commands.Base;
using RestoreSessions.Execution;
using RestoreSessions.Http;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Waits until restore sessions have stopped, and writes each when it has.</summary>
[Cmdlet(VerbsLifecycle.Wait, "RestoreSession", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSession))]
public sealed class WaitRestoreSessionCommand : SessionCommand
{
    private readonly List<SessionTarget> _targets = new();

    /// <summary>Seconds to wait in total; by default without limit. A session that is still working then is an error. The last answer may come a second later.</summary>
    [Parameter]
    [SingleValue]
    [ValidateRange(0, int.MaxValue)]
    public int TimeoutSec { get; set; }

    /// <summary>Seconds between two readings of the sessions.</summary>
    [Parameter]
    [SingleValue]
    [ValidateRange(1, 3600)]
    public int PollingIntervalSec { get; set; } = 5;

    private protected override string Activity => "Waiting for restore sessions";

    /// <summary>Takes the sessions in.</summary>
    private protected override void Process() => _targets.AddRange(Targets());

    /// <summary>Waits for all of them.</summary>
    private protected override void End()
    {
        string? only = OnlyServer;
        Run(output => new SessionWait(_targets, only, TimeoutSec, PollingIntervalSec, output, Clock.Machine).WaitAsync());
    }
}
