using System.ComponentModel;
using RestoreSessions.Text;

namespace RestoreSessions;

/// <summary>A restore session: one opening of a backup by an explorer, from which items are viewed, exported or restored.</summary>
/// <remarks>
/// Every property can be set, so that a Pester mock builds one: <c>[RestoreSessions.RestoreSession]@{ State = 'Working' }</c>.
/// Only id, type, creationTime, state and result are sent by every server (vendor's OpenAPI, v6 to v8).
/// </remarks>
[TypeConverter(typeof(SessionConverter))]
public sealed class RestoreSession : ServerObject, IComparable
{
    private DateTime _creationTimeUtc = DateTime.SpecifyKind(default, DateTimeKind.Utc);
    private DateTime? _endTimeUtc;

    /// <summary>The server's identifier of the session.</summary>
    public Guid Id { get; set; }

    internal override Guid Key => Id;

    /// <summary>The server's description, in the server's language, such as <c>Exchange restore (Job: Mail - 8/26/2020 6:01:27 PM)</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The organization whose backup was opened, such as <c>contoso.onmicrosoft.com</c>.</summary>
    public string? Organization { get; set; }

    /// <summary>What was opened, as the API names it: Vex (Exchange), Veod (OneDrive), Vesp (SharePoint), Vet (Teams). Never null.</summary>
    public string Type { get; set; } = "";

    /// <summary>What was opened: Exchange, OneDrive, SharePoint or Teams; an unknown <see cref="Type"/> as it is.</summary>
    public string Workload => Workloads.NameOf(Type);

    /// <summary>When the session started, in local time.</summary>
    public DateTime CreationTime
    {
        get => CreationTimeUtc.ToLocalTime();
        set => CreationTimeUtc = value.ToUniversalTime();
    }

    /// <summary>When the session ended, in local time; null while it is working, or when the server sends no end that can be.</summary>
    public DateTime? EndTime
    {
        get => EndTimeUtc?.ToLocalTime();
        set => EndTimeUtc = value?.ToUniversalTime();
    }

    /// <summary>When the session started, in UTC, with the server's precision of 100 ns.</summary>
    public DateTime CreationTimeUtc
    {
        get => _creationTimeUtc;
        set => _creationTimeUtc = UtcTime.Of(value);
    }

    /// <summary>When the session ended, in UTC, with the server's precision of 100 ns; null while it is working.</summary>
    public DateTime? EndTimeUtc
    {
        get => _endTimeUtc;
        set => _endTimeUtc = value is null ? null : UtcTime.Of(value.Value);
    }

    /// <summary>The seconds from start to end; null while the session is working.</summary>
    public double? DurationSeconds => Duration?.TotalSeconds;

    /// <summary>Working or Stopped, never null; older servers may also send Starting or Stopping.</summary>
    public string State { get; set; } = "";

    /// <summary>Success, Warning or Failed, never null. It is already Success while the session is working (vendor documentation, v5).</summary>
    public string Result { get; set; } = "";

    /// <summary>What came of the session: its <see cref="Result"/>, or its <see cref="State"/> while it has neither stopped, nor failed, nor warned.</summary>
    public string Outcome => HasResult ? Result : State;

    /// <summary>Who opened the session: <c>HOST\Administrator</c>, or the organization's name if it came through Cloud Connect.</summary>
    public string? InitiatedBy { get; set; }

    /// <summary>The server's free text about the session.</summary>
    public string? Details { get; set; }

    /// <summary>The restore operator's scope (v6 and later).</summary>
    public string? ScopeName { get; set; }

    /// <summary>The machine the session was opened from, such as <c>BXYDEV01 (via: 10.0.0.1)</c> (v6 and later).</summary>
    public string? ClientHost { get; set; }

    /// <summary>The reason that the person who opened the session gave (v6 and later).</summary>
    public string? Reason { get; set; }

    /// <summary>The server's version of this record (v8 and later).</summary>
    public long? ETag { get; set; }

    /// <summary>From start to end; null while the session is working. PowerShell has it as a hidden property (RestoreSessions.Types.ps1xml).</summary>
    internal TimeSpan? Duration => EndTimeUtc - CreationTimeUtc;

    /// <summary>One line for prompts and tooltips: workload, organization, person, start and server; of a long text the beginning.</summary>
    internal string Description => VisibleText.Truncate(Workload)
        + (Organization is null ? "" : " of " + VisibleText.Truncate(Organization))
        + (InitiatedBy is null ? "" : ", opened by " + VisibleText.Truncate(InitiatedBy))
        + $" at {CreationTime:s} on {VisibleText.Of(Server)}";

    /// <summary>Whether the session has stopped.</summary>
    internal bool HasStopped => string.Equals(State, "Stopped", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its result is one already: a working session says Success, which is none yet, but one that has failed has failed in any state.</summary>
    internal bool HasResult => State.Length == 0 || HasStopped || IsResult("Warning") || IsResult("Failed");

    /// <summary>Whether it does not say who opened what, from where and why, so that its server has to be asked for that: a row of a file may have its times alone.</summary>
    internal bool LacksOrigin => Type.Length == 0 && InitiatedBy is null && Organization is null && ClientHost is null && Reason is null;

    /// <summary>Whether it was made of an identifier alone, and so says nothing of the session that it stands for.</summary>
    internal bool IsReference { get; set; }

    /// <summary>Orders sessions by their start, then by their identifiers; <c>Sort-Object</c> uses this.</summary>
    /// <exception cref="ArgumentException">The other object is not a session.</exception>
    public int CompareTo(object? obj)
    {
        if (obj is not RestoreSession other)
        {
            return obj is null ? 1 : throw new ArgumentException("The object is not a restore session.", nameof(obj));
        }

        int order = CreationTimeUtc.CompareTo(other.CreationTimeUtc);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }

    /// <summary>The session's name or, if it has none, its identifier.</summary>
    public override string ToString() => string.IsNullOrEmpty(Name) ? Id.ToString() : Name!;

    private bool IsResult(string word) => string.Equals(Result, word, StringComparison.OrdinalIgnoreCase);
}
