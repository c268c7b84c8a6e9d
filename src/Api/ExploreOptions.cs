using System.Collections;

namespace RestoreSessions.Api;

/// <summary>The backup that a new restore session opens.</summary>
internal sealed class ExploreOptions
{
    /// <summary>The moment whose backup to open, UTC.</summary>
    public DateTime PointInTime { get; set; }

    /// <summary>Vex, Veod, Vesp or Vet.</summary>
    public string Type { get; set; } = "";

    /// <summary>Whether to show items that their user had deleted before that moment.</summary>
    public bool ShowDeleted { get; set; }

    /// <summary>Whether to show all versions of items that their user had changed before that moment.</summary>
    public bool ShowAllVersions { get; set; }

    /// <summary>The only repository to open backups from; null for all.</summary>
    public Guid? RepositoryId { get; set; }

    /// <summary>The restore operator's reason; null for none.</summary>
    public string? Reason { get; set; }

    /// <summary>Whose data the restore operator opens, as the contract's RESTRbacItemComposed; null for what the server chooses.</summary>
    public IDictionary? Scope { get; set; }
}
