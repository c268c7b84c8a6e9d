using System;
using System.Management.Automation;
using RestoreSessions.Pipeline;
using RestoreSessions.Rest;

namespace RestoreSessions.Commands;

/// <summary>Gets the restore sessions of a period from the servers that this runspace is connected to.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSession")]
[OutputType(typeof(RestoreSession))]
public sealed class GetRestoreSessionCommand : ConnectedCommand
{
    /// <summary>Only sessions that started after this moment. Local time, unless the value says otherwise.</summary>
    [Parameter(Position = 0)]
    [UtcTime]
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Only sessions that started prior to this moment; by default now. Local time, unless the value says otherwise.</summary>
    [Parameter(Position = 1)]
    [UtcTime]
    public DateTime? StartTimeTo { get; set; }

    /// <summary>Writes the sessions, each as it arrives.</summary>
    protected override void EndProcessing()
    {
        if (StartTimeFrom > StartTimeTo)
        {
            ThrowTerminatingError(Errors.InvalidTimeRange(nameof(StartTimeFrom), nameof(StartTimeTo)));
        }

        SessionQuery query = new() { StartTimeFrom = StartTimeFrom, StartTimeTo = StartTimeTo };
        RunOnEach((server, output, cancellation) => server.ListSessionsAsync(query, output.Write, output.Note, cancellation));
    }
}
