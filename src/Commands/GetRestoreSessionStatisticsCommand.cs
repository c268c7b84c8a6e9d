using System.Management.Automation;
using RestoreSessions.Commands.Base;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Gets how many items restore sessions restored, and the result of each item (API v8).</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionStatistics", DefaultParameterSetName = "Session", HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSessionStatistics), typeof(RestoreSessionItem))]
public sealed class GetRestoreSessionStatisticsCommand : SessionCommand
{
    /// <summary>Write a flat row for each item, in place of the numbers of each session.</summary>
    [Parameter]
    public SwitchParameter Item { get; set; }

    /// <summary>Writes the statistics of each session, or their items.</summary>
    private protected override void Process() => ForEach(Targets(), async (target, api, output) =>
    {
        RestoreSessionStatistics statistics = await api.GetStatisticsAsync(target.Id).ConfigureAwait(false);
        output.WriteAll(Item ? RestoreSessionItem.Of(statistics) : [statistics]);
    });
}
