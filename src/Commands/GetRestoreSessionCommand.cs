using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Filters;
using RestoreSessions.Parameters;
using RestoreSessions.Text;

namespace RestoreSessions.Commands;

/// <summary>Gets restore sessions from the servers that this runspace is connected to: those of a period, or those named.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSession", DefaultParameterSetName = "Period", HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSession))]
public sealed partial class GetRestoreSessionCommand : ConnectedCommand
{
    /// <summary>Only sessions that started after this moment. Local time, unless the value has another kind or an offset.</summary>
    [Parameter(Position = 0, ParameterSetName = "Period")]
    [Alias("From", "Since")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Only sessions that started prior to this moment; by default now, by the server's clock or this machine's, whichever is later. Local time, unless the value has another kind or an offset.</summary>
    [Parameter(Position = 1, ParameterSetName = "Period")]
    [Alias("To")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeTo { get; set; }

    /// <summary>Only sessions that ended after this moment. Local time, unless the value has another kind or an offset.</summary>
    /// <remarks>Before v8 the cmdlet filters, and keeps a stopped session whose end is missing or cannot be; from v8 on the server's own choice is written.</remarks>
    [Parameter(ParameterSetName = "Period")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? EndTimeFrom { get; set; }

    /// <summary>Only sessions that ended prior to this moment. Local time, unless the value has another kind or an offset.</summary>
    /// <inheritdoc cref="EndTimeFrom" path="/remarks"/>
    [Parameter(ParameterSetName = "Period")]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? EndTimeTo { get; set; }

    /// <summary>Only the newest so many, of all servers together, the newest first.</summary>
    [Parameter(ParameterSetName = "Period")]
    [SingleValue]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>Only what was opened: Exchange, OneDrive, SharePoint, Teams, or the server's Vex, Veod, Vesp, Vet. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Only sessions in these states: Working, Stopped. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? State { get; set; }

    /// <summary>Only sessions with these results: Success, Warning, Failed. That of a working session is Success already. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Result { get; set; }

    /// <summary>Only sessions with these outcomes, which the table shows: Working, Success, Warning, Failed. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(KnownWordCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Outcome { get; set; }

    /// <summary>Only sessions of these organizations. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(NameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Organization { get; set; }

    /// <summary>Only sessions that these people opened. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [ArgumentCompleter(typeof(NameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? InitiatedBy { get; set; }

    /// <summary>Only sessions whose description is like one of these. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Period")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only sessions of these organizations, each on its server, as Get-RestoreOrganization writes them.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "Period")]
    [ValidateNotNullOrEmpty]
    public IRestoreOrganization[]? InputObject { get; set; }

    /// <summary>The sessions to get anew, or what has their identifier; each is sought on the server that it names, and taken once.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Session")]
    [SessionInput(LeavesOrganizations = true)]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public RestoreSession[]? Session { get; set; }

    /// <summary>The identifiers of the sessions to get; the servers are asked one after the other until one has it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateId]
    public Guid[]? Id { get; set; }

    /// <summary>Warns of words that no server is known to use.</summary>
    private protected override void Begin()
    {
        WarnOfUnknown(nameof(Type), Type, Workloads.Names, Workloads.Types);
        WarnOfUnknown(nameof(State), State, KnownWords.States, KnownWords.OldStates);
        WarnOfUnknown(nameof(Result), Result, KnownWords.Results);
        WarnOfUnknown(nameof(Outcome), Outcome, KnownWords.Outcomes, KnownWords.OldStates);
        WarnOfFuture(StartTimeFrom, nameof(StartTimeFrom));
        WarnOfFuture(EndTimeFrom, nameof(EndTimeFrom));
    }

    /// <summary>Writes the sessions named, or those of the period, each as it arrives.</summary>
    /// <remarks>It is not called where nothing comes down the pipeline, so that no identifiers never mean all sessions.</remarks>
    private protected override void Process()
    {
        if (ParameterSetName != "Period")
        {
            ForEach(TargetsOf(Session, Id), async (target, output) => output.Write(await target.LookAsync(output).ConfigureAwait(false)));
        }
        else if (InputObject is null)
        {
            WritePeriod(Resolve(), Filter());
        }
        else
        {
            _organizations.AddRange(InputObject.Cast<RestoreOrganization>());
        }
    }

    /// <summary>Writes the sessions of all organizations that were piped, and whatever is still being read.</summary>
    private protected override void End()
    {
        if (_organizations.Count > 0)
        {
            WriteOrganizations();
        }

        base.End();
    }

    private void WritePeriod(IReadOnlyList<ServerConnection> servers, SessionFilter filter)
    {
        RefuseReversed(StartTimeFrom, StartTimeTo, nameof(StartTimeFrom), nameof(StartTimeTo));
        RefuseReversed(EndTimeFrom, EndTimeTo, nameof(EndTimeFrom), nameof(EndTimeTo));
        SessionQuery query = new() { StartTimeFrom = StartTimeFrom, StartTimeTo = StartTimeTo, EndTimeFrom = EndTimeFrom, EndTimeTo = EndTimeTo };
        if (Last > 0)
        {
            WriteNewest(servers, query, filter);
        }
        else
        {
            ListOnEach(servers, (api, output) => api.ListSessionsAsync(query, sessions => output.WriteAll(sessions.Where(filter.Match))));
        }

        foreach (string warning in filter.Warnings)
        {
            WriteWarning(warning);
        }
    }

    private SessionFilter Filter() => new SessionFilter()
        .AddWords(Type, session => session.Type, session => session.Workload)
        .AddWords(State, session => session.State)
        .AddWords(Result, session => session.Result)
        .AddWords(Outcome, session => session.Outcome)
        .AddNames(nameof(Organization), Organization, session => session.Organization)
        .AddNames(nameof(InitiatedBy), InitiatedBy, session => session.InitiatedBy)
        .AddNames(nameof(Name), Name, session => session.Name);
}
