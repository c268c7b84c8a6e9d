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

    /// <summary>The API's word, in its own case, for a workload's name; what is neither is left as it is.</summary>
    public static string TypeOf(string name) => name.ToUpperInvariant() switch
    {
        "EXCHANGE" or "VEX" => "Vex",
        "ONEDRIVE" or "VEOD" => "Veod",
        "SHAREPOINT" or "VESP" => "Vesp",
        "TEAMS" or "VET" => "Vet",
        _ => name,
    };
}
