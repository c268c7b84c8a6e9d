namespace RestoreSessions.Audit;

/// <summary>Why a trail cannot be continued, although its files can be read.</summary>
internal enum AuditFailureKind
{
    /// <summary>Another run is writing it.</summary>
    InUse,

    /// <summary>The file begins with something else than a line of a trail.</summary>
    NotATrail,

    /// <summary>Its state is of another version of the module.</summary>
    OtherVersion,
}

/// <summary>A trail that cannot be continued. Nothing has been changed.</summary>
internal sealed class AuditFailure(AuditFailureKind kind) : Exception
{
    public AuditFailureKind Kind { get; } = kind;
}
