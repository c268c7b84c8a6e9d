using System.Collections;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Errors;
using RestoreSessions.Http;
using RestoreSessions.Parameters;
using RestoreSessions.Text;

namespace RestoreSessions.Commands;

/// <summary>Opens a backup: starts a restore session, from which items can then be restored.</summary>
[Cmdlet(VerbsLifecycle.Start, "RestoreSession", DefaultParameterSetName = "OwnOrganization", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSession))]
public sealed partial class StartRestoreSessionCommand : ConnectedCommand
{
    /// <summary>The organization: its name, its identifier, or an object of Get-RestoreOrganization. Without it, the one that the tenant or restore operator logged on to.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Organization")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Repository")]
    [ArgumentCompleter(typeof(NameCompleter))]
    [ValidateNotNull]
    public RestoreOrganization Organization { get; set; } = new();

    /// <summary>The backup job whose backups to open (v6 and later).</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Job")]
    [ValidateId]
    public Guid Job { get; set; }

    /// <summary>The repository in which to open the organization's backup copies (v7 and later).</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Repository")]
    [ValidateId]
    public Guid Repository { get; set; }

    /// <summary>The retrieval whose data to open (v6 and later). It knows the period and the workload itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "DataRetrieval")]
    [ValidateId]
    public Guid DataRetrieval { get; set; }

    /// <summary>The moment whose backup to open; by default now. Local time, unless the value has another kind or an offset.</summary>
    [Parameter(Position = 1, ParameterSetName = "Organization")]
    [Parameter(Position = 1, ParameterSetName = "Repository")]
    [Parameter(ParameterSetName = "OwnOrganization")]
    [Parameter(ParameterSetName = "Job")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? PointInTime { get; set; }

    /// <summary>What to open: Exchange, OneDrive, SharePoint or Teams.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "OwnOrganization")]
    [Parameter(Mandatory = true, ParameterSetName = "Organization")]
    [Parameter(Mandatory = true, ParameterSetName = "Repository")]
    [Parameter(Mandatory = true, ParameterSetName = "Job")]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [ValidateWorkload]
    public string Type { get; set; } = "";

    /// <summary>Whose data a restore operator opens, as the REST API defines it, such as @{ type = 'User'; id = '...' }; Team needs v7.</summary>
    [Parameter(ParameterSetName = "OwnOrganization")]
    [Scope]
    [ValidateNotNull]
    public Hashtable? Scope { get; set; }

    /// <summary>Why a restore operator opens it.</summary>
    [Parameter(ParameterSetName = "OwnOrganization")]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <summary>Only what this repository contains (v8 and later); for an organization that is named, or for a restore operator.</summary>
    [Parameter(ParameterSetName = "OwnOrganization")]
    [Parameter(ParameterSetName = "Organization")]
    [ValidateId]
    public Guid? FromRepository { get; set; }

    /// <summary>Show items that their user had removed before that moment.</summary>
    [Parameter(ParameterSetName = "OwnOrganization")]
    [Parameter(ParameterSetName = "Organization")]
    [Parameter(ParameterSetName = "Repository")]
    [Parameter(ParameterSetName = "Job")]
    public SwitchParameter ShowDeleted { get; set; }

    /// <summary>Show all versions of items that their user had changed before that moment.</summary>
    [Parameter(ParameterSetName = "OwnOrganization")]
    [Parameter(ParameterSetName = "Organization")]
    [Parameter(ParameterSetName = "Repository")]
    [Parameter(ParameterSetName = "Job")]
    public SwitchParameter ShowAllVersions { get; set; }

    /// <summary>Starts the session and writes it.</summary>
    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case "Job":
                Start(ResolveOne(), $"job {Job}", (endpoints, options) => endpoints.ExploreJob(Job, options));
                break;
            case "DataRetrieval":
                Start(ResolveOne(), $"retrieval {DataRetrieval}", (endpoints, _) => endpoints.ExploreRetrieval(DataRetrieval));
                break;
            case "OwnOrganization":
                StartOwn(ResolveOne());
                break;
            default:
                StartOrganization();
                break;
        }
    }

    // Who brought an access token along may be a restore operator, too: only an operator can give these parameters.
    private void StartOwn(ServerConnection server)
    {
        bool isOperator = server.IsOperator || Scope is not null || Reason is not null || FromRepository is not null;
        Start(server, isOperator ? "what the restore operator may open" : "the logged-on organization", (endpoints, options) =>
            isOperator ? endpoints.ExploreAsOperator(options) : endpoints.ExploreOwn(options));
    }

    private void StartOrganization()
    {
        if (Find(Organization) is not { } found)
        {
            return;
        }

        ServerConnection server = (ServerConnection)found.Connection!;
        if (found.IsOwn && ParameterSetName == "Organization" && FromRepository is null)
        {
            Start(server, VisibleText.Truncate(found.ToString()), (endpoints, options) => endpoints.ExploreOwn(options), found);
        }
        else if (found.Id == Guid.Empty)
        {
            WriteError(ErrorRecords.OrganizationWithoutId(found));
        }
        else
        {
            Start(server, VisibleText.Truncate(found.ToString()), (endpoints, options) => ParameterSetName == "Repository"
                ? endpoints.ExploreRepository(Repository, found.Id, options)
                : endpoints.Explore(found.Id, options), found);
        }
    }

    private void Start(ServerConnection server, string what, Func<Endpoints, ExploreOptions, ApiRequest> explore, RestoreOrganization? target = null)
    {
        string workload = Type.Length == 0 ? "" : Workloads.NameOf(Workloads.TypeOf(Type)) + " of ";
        if (!ShouldProcess(VisibleText.Of($"{workload}{what} on {server.Server}"), "Start restore session"))
        {
            return;
        }

        Run(
            async output =>
            {
                RestoreApi api = output.Open(server);
                ExploreOptions options = new()
                {
                    PointInTime = PointInTime ?? api.ServerTimeNow,
                    Type = Workloads.TypeOf(Type),
                    ShowDeleted = ShowDeleted,
                    ShowAllVersions = ShowAllVersions,
                    RepositoryId = FromRepository,
                    Reason = Reason,
                    Scope = Scope,
                };
                output.Write(await api.StartSessionAsync(endpoints => explore(endpoints, options)).ConfigureAwait(false));
            },
            target);
    }
}
