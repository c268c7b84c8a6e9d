using System.Management.Automation;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Gets how many items restore sessions restored, and the result of each item (API v8).</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionStatistics", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSessionStatistics))]
public sealed class GetRestoreSessionStatisticsCommand : SessionCommand
{
    /// <summary>Writes the statistics of each session.</summary>
    private protected override void Process() =>
        ForEach(Targets(), async (target, api, output) => output.Write(await api.GetStatisticsAsync(target.Id).ConfigureAwait(false)));
}
