using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Audit;
using RestoreSessions.Commands.Base;
using RestoreSessions.Http;
using RestoreSessions.Parameters;
using RestoreSessions.Text;

namespace RestoreSessions.Commands;

/// <summary>Appends what is new since its last run to a file of JSON Lines: each event of restore sessions once, for good.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionAudit", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSessionEvent), typeof(RestoreSession))]
public sealed partial class ExportRestoreSessionAuditCommand : ConnectedCommand
{
    private readonly List<AuditGap> _gaps = new();
    private readonly List<AuditBreak> _breaks = new();
    private AuditTrail? _trail;
    private string _path = "";
    private bool _isOpen;

    /// <summary>The file to append to, such as restores.jsonl. What is known of it is kept beside it, in files whose names end in .state and .lock.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How far back the first run goes; by default to the first session. An earlier moment in a later run is made up for. Local time, unless the value has another kind or an offset.</summary>
    [Parameter]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Write the events and sessions of the new lines, after the lines are in the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // Whether it is only asked what would be done. ShouldProcess says so too late: what it shows has to be found out before.
    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? (SwitchParameter)given
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Reads what is new, and appends it.</summary>
    private protected override void End()
    {
        _path = ParsePath();

        // The same account of a server sees the same through two connections.
        ServerConnection[] servers = Resolve().GroupBy(server => $"{server.Server}\n{server.UserName}".ToUpperInvariant()).Select(same => same.First()).ToArray();
        if (IsWhatIf)
        {
            Describe(servers);
        }
        else if (ShouldProcess(_path, $"Append the new restore events of {string.Join(", ", servers.Select(server => server.Server))}"))
        {
            Append(servers);
        }
    }

    /// <summary>Takes in what the readers hand over. The pipeline's thread alone owns the trail.</summary>
    private protected override void WriteItem(object item)
    {
        switch (item)
        {
            case AuditReading reading:
                _trail!.Add(reading);
                break;
            case AuditListed listed:
                _trail!.Complete(listed);
                break;
            case AuditGap gap:
                _trail!.NoteGap(gap);
                _gaps.Add(gap);
                break;
            case AuditBreak failed:
                _breaks.Add(failed);
                break;
            default:
                base.WriteItem(item);
                break;
        }

        // Progress comes by here, too, so that a batch is not older than ten seconds because a server is slow.
        if (_trail is { IsDue: true })
        {
            Commit(_trail);
        }
    }

    private void Append(IReadOnlyList<ServerConnection> servers)
    {
        using AuditTrail trail = Try(() => AuditTrail.Open(_path, Clock.Machine, WriteWarning));
        _isOpen = true;
        AuditReader[] readers = servers.Select(server => Try(() => new AuditReader(server, AccountOf(trail, server), Clock.Machine))).ToArray();

        // Since when the user wants to know is kept, also where this run is killed before its first line.
        Try(trail.Confirm);
        IReadOnlyList<ServerObject> last = [];
        GapNews[] news = [];
        _trail = trail;
        try
        {
            RunOnEach(readers, (reader, output) => reader.ReadAsync(output));
        }
        finally
        {
            // Also after Ctrl+C, so that what has been read stays. Where a batch could not be written, nothing that is newer may be stored.
            if (_trail is not null)
            {
                news = _gaps.Select(trail.Miss).ToArray();
                last = Try(trail.Commit);
                Try(trail.Confirm);
            }
        }

        Pass(last);

        // Only now: with -ErrorAction Stop, the error of one server costs no other server its lines.
        WriteProblems(news);
    }

    private void Commit(AuditTrail trail)
    {
        _trail = null;
        IReadOnlyList<ServerObject> written = Try(trail.Commit);
        _trail = trail;
        Pass(written);
    }

    private void Pass(IReadOnlyList<ServerObject> written)
    {
        foreach (ServerObject item in PassThru ? written : [])
        {
            base.WriteItem(item);
        }
    }
}
