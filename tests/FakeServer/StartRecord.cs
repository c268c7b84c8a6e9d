namespace FakeServer;

/// <summary>A restore session that was asked for, with everything that the request said.</summary>
public sealed record StartRecord
{
    /// <summary>The session that was opened.</summary>
    public Guid SessionId { get; init; }

    /// <summary>Who asked.</summary>
    public AccountKind StartedBy { get; init; }

    /// <summary>The organization whose backup was opened; null where the request named none, directly or by the logon.</summary>
    public string? Organization { get; init; }

    /// <summary>The job in the path.</summary>
    public Guid? JobId { get; init; }

    /// <summary>The retrieval in the path.</summary>
    public Guid? DataRetrievalId { get; init; }

    /// <summary>The repository in the path, or in the body.</summary>
    public Guid? RepositoryId { get; init; }

    /// <summary>The point in time, UTC; null where the request named none.</summary>
    public DateTime? PointInTime { get; init; }

    /// <summary>Vex, Veod, Vesp or Vet; null where the request named none.</summary>
    public string? Type { get; init; }

    /// <summary>Whether deleted items are to be shown; null where the request does not say.</summary>
    public bool? ShowDeleted { get; init; }

    /// <summary>Whether all versions are to be shown; null where the request does not say.</summary>
    public bool? ShowAllVersions { get; init; }

    /// <summary>The operator's reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The operator's scope, as JSON.</summary>
    public string? Scope { get; init; }
}
