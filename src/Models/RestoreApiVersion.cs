namespace RestoreSessions;

/// <summary>A version of the server's REST API, as it stands in the path of a request.</summary>
/// <remarks>
/// Product 5 serves v5, and each product after it adds one; product 8 still serves v5 to v8 (vendor documentation).
/// </remarks>
public enum RestoreApiVersion
{
    /// <summary>Served by product 5 and later; the version this module asks for by default.</summary>
    v5 = 5,

    /// <summary>Served by product 6 and later.</summary>
    v6 = 6,

    /// <summary>Served by product 7 and later.</summary>
    v7 = 7,

    /// <summary>Served by product 8 and later.</summary>
    v8 = 8,
}
