using System;

namespace RestoreSessions.Api;

/// <summary>What a new restore session shall open.</summary>
internal sealed class ExploreOptions
{
    /// <summary>The moment whose backup to open, UTC.</summary>
    public DateTime PointInTime { get; set; }

    /// <summary>Vex, Veod, Vesp or Vet.</summary>
    public string Type { get; set; } = "";

    /// <summary>Whether to show items that their user had removed by then.</summary>
    public bool ShowDeleted { get; set; }

    /// <summary>Whether to show all versions of items that their user had changed by then.</summary>
    public bool ShowAllVersions { get; set; }
}
