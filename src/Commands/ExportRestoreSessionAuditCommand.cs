using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Audit;
using RestoreSessions.Http;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Appends what is new since its last run to a file of JSON Lines: what happened in restore sessions, each event once, for good.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionAudit", SupportsShouldProcess = true, HelpUri = OnlineHelp.Sessions)]
[OutputType(typeof(RestoreSessionEvent), typeof(RestoreSession))]
public sealed partial class ExportRestoreSessionAuditCommand : ConnectedCommand
{
    private readonly List<Action> _said = new();
    private AuditTrail? _trail;
    private string _path = "";
    private bool _isOnlyServer;

    /// <summary>The file to append to, such as restores.jsonl. What it knows is kept beside it, in files whose names end in .state and .lock.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How far back the first run goes; by default all. Later, an earlier moment is made up for once. Local time, unless the value has another kind or an offset.</summary>
    [Parameter]
    [UtcTime]
    [ValidateNotNull]
    public DateTime? StartTimeFrom { get; set; }

    /// <summary>Write the events and sessions of the new lines, each after its line.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reads what is new, and appends it.</summary>
    protected override void EndProcessing()
    {
        _path = ParsePath();
        ServerConnection[] servers = Resolve().GroupBy(server => (server.Server.ToUpperInvariant(), server.UserName?.ToUpperInvariant())).Select(same => same.First()).ToArray();
        _isOnlyServer = servers.Length == 1;
        if (IsWhatIf)
        {
            Describe(servers);
        }
        else if (ShouldProcess(_path, $"Append the new restore events of {string.Join(", ", servers.Select(server => server.Server))}"))
        {
            Append(servers);
        }
    }

    /// <summary>Takes in what the readers hand over. The pipeline's thread owns the file.</summary>
    private protected override void WriteItem(object item)
    {
        switch (item)
        {
            case AuditReading reading:
                _trail!.Add(reading);
                break;
            case AuditListed listed:
                _trail!.Complete(listed.Account, listed.Period);
                break;
            case AuditGap gap:
                TakeIn(gap);
                break;
            case AuditBreak failed:
                TakeIn(failed);
                break;
            default:
                base.WriteItem(item);
                break;
        }

        if (_trail is { IsDue: true })
        {
            Commit();
        }
    }

    private void Append(IReadOnlyList<ServerConnection> servers)
    {
        using AuditTrail trail = Try(() => AuditTrail.Open(_path, Clock.System, WriteWarning));
        _trail = trail;
        AuditReader[] readers = servers.Select(server => ReaderOf(server, trail)).ToArray();
        try
        {
            RunSideBySide(readers, (reader, output, cancellation) => reader.ReadAsync(output, cancellation));
        }
        finally
        {
            // Also after Ctrl+C: what is complete stays.
            _trail = null;
            Write(Finish(trail));
        }

        // What could not be read is said when all that could be is in the file: with -ErrorAction Stop, an error of one server costs no other its lines.
        _said.ForEach(say => say());
    }
}
