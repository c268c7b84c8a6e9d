namespace RestoreSessions;

/// <summary>The names people use for the types of restore sessions, which the API calls by its explorers.</summary>
internal static class Workloads
{
    /// <summary>Exchange, OneDrive, SharePoint or Teams; a type that no one has seen yet keeps the server's word.</summary>
    public static string NameOf(string type) => type.ToUpperInvariant() switch
    {
        "VEX" => "Exchange",
        "VEOD" => "OneDrive",
        "VESP" => "SharePoint",
        "VET" => "Teams",
        _ => type,
    };
}
