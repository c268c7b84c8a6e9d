namespace RestoreSessions;

/// <summary>A version of the server's REST API, as in the path of a request.</summary>
/// <remarks>
/// Product version 5 serves v5, and each later one adds a version; product version 8 serves v5 to v8 (vendor documentation).
/// </remarks>
public enum RestoreApiVersion
{
    /// <summary>Served by product version 5 and later.</summary>
    v5 = 5,

    /// <summary>Served by product version 6 and later.</summary>
    v6 = 6,

    /// <summary>Served by product version 7 and later.</summary>
    v7 = 7,

    /// <summary>Served by product version 8 and later.</summary>
    v8 = 8,
}
