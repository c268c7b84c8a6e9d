using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Opens a backup of an organization: starts a restore session, from which items can then be restored.</summary>
[Cmdlet(VerbsLifecycle.Start, "RestoreSession", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSession))]
public sealed class StartRestoreSessionCommand : ConnectedCommand
{
    /// <summary>The organization: its name, its identifier, or an object of Get-RestoreOrganization.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RestoreOrganization Organization { get; set; } = new();

    /// <summary>The moment whose backup to open; by default now. Local time, unless the value has another kind or an offset.</summary>
    [Parameter(Position = 1)]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? PointInTime { get; set; }

    /// <summary>What to open: Exchange, OneDrive, SharePoint or Teams.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(WorkloadCompleter))]
    [ValidateWorkload]
    public string Type { get; set; } = "";

    /// <summary>Show items that their user had removed before that moment.</summary>
    [Parameter]
    public SwitchParameter ShowDeleted { get; set; }

    /// <summary>Show all versions of items that their user had changed before that moment.</summary>
    [Parameter]
    public SwitchParameter ShowAllVersions { get; set; }

    /// <summary>Starts the session and writes it.</summary>
    protected override void ProcessRecord()
    {
        RestoreOrganization? found = Organization.Connection is ServerConnection { IsOpen: true } ? Organization : Find();
        if (found is not null && found.Id == Guid.Empty)
        {
            WriteError(Errors.OrganizationWithoutId(found));
            return;
        }

        if (found is null || !ShouldProcess(VisibleText.Of($"{Workloads.NameOf(Workloads.TypeOf(Type))} of {found} on {found.Server}"), "Start restore session"))
        {
            return;
        }

        Run(
            async (output, cancellation) =>
            {
                RestoreApi api = output.Open((ServerConnection)found.Connection!, cancellation);
                output.Write(await api.StartSessionAsync(found.Id, new ExploreOptions
                {
                    PointInTime = PointInTime ?? api.ServerTimeNow,
                    Type = Workloads.TypeOf(Type),
                    ShowDeleted = ShowDeleted,
                    ShowAllVersions = ShowAllVersions,
                }).ConfigureAwait(false));
            },
            found);
    }

    private RestoreOrganization? Find()
    {
        ConcurrentQueue<RestoreOrganization> matches = new();
        RunOnEach((api, _) => api.ListOrganizationsAsync(candidate =>
        {
            if (Organization.Id == Guid.Empty ? string.Equals(candidate.Name, Organization.Name, StringComparison.OrdinalIgnoreCase) : candidate.Id == Organization.Id)
            {
                matches.Enqueue(candidate);
            }

            return true;
        }));
        RestoreOrganization[] found = matches.ToArray();
        if (found.Length != 1)
        {
            WriteError(found.Length == 0
                ? Errors.RestoreOrganizationNotFound(Organization.ToString())
                : Errors.AmbiguousOrganization(Organization.ToString(), string.Join(", ", found.Select(o => o.Server))));
            return null;
        }

        return found[0];
    }
}
