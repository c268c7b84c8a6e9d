using System;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>A column of the table of sessions.</summary>
internal sealed class SessionColumn
{
    private static readonly SessionColumn[] All =
    {
        new("Started", "start", s => LocalTime.Of(s.CreationTimeUtc)),
        new("Duration", "span", s => LocalTime.Of(s.Duration)),
        new("Type", "type", s => s.Workload),
        new("Organization", "org", s => s.Organization),
        new("Initiated by", "who", s => s.InitiatedBy),
        new("Result", "result", s => Markup.Of($"<span class=\"{Bars.ClassOf(Outcomes.Of(s))}\">{Outcomes.WordOf(s)}</span>")),
        new("State", "state", s => s.State),
        new("Name", "name", s => s.Name),
        new("Server", "server", s => s.Server),
        new("Opened from", "host", s => s.ClientHost) { IsOptional = true },
        new("Scope", "scope", s => s.ScopeName) { IsOptional = true },
        new("Reason", "reason", s => s.Reason) { IsOptional = true },
        new("Details", "more", s => s.Details) { IsOptional = true },
        new("Id", "id", s => s.Id),
    };

    private readonly Func<RestoreSession, object?> _value;

    private SessionColumn(string header, string name, Func<RestoreSession, object?> value)
    {
        Header = header;
        Name = name;
        _value = value;
    }

    public string Header { get; }

    /// <summary>The class of its cells.</summary>
    public string Name { get; }

    /// <summary>Whether older servers do not know it, so that it may be empty from top to bottom.</summary>
    private bool IsOptional { get; set; }

    /// <summary>Those that say something.</summary>
    public static SessionColumn[] For(SessionReport report) => All.Where(column => column.Name switch
    {
        // One server stands at the head of the page.
        "server" => report.Servers.Count > 1,
        _ => !column.IsOptional || report.Sessions.Any(s => column._value(s.Session) is string { Length: > 0 }),
    }).ToArray();

    /// <summary>The text, or <see cref="Markup"/>, of a cell.</summary>
    public object? ValueFor(RestoreSession session) => _value(session);
}
