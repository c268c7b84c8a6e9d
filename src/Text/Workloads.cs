namespace RestoreSessions.Text;

/// <summary>Translates between the API's types of restore sessions, which are named after explorers, and the names of the workloads.</summary>
internal static class Workloads
{
    /// <summary>Exchange, OneDrive, SharePoint or Teams; an unknown type is returned as it is.</summary>
    public static string NameOf(string type) => type.ToUpperInvariant() switch
    {
        "VEX" => "Exchange",
        "VEOD" => "OneDrive",
        "VESP" => "SharePoint",
        "VET" => "Teams",
        _ => type,
    };

    /// <summary>The API's type for a workload's name, in the API's case; an unknown name is returned as it is.</summary>
    public static string TypeOf(string name) => name.ToUpperInvariant() switch
    {
        "EXCHANGE" or "VEX" => "Vex",
        "ONEDRIVE" or "VEOD" => "Veod",
        "SHAREPOINT" or "VESP" => "Vesp",
        "TEAMS" or "VET" => "Vet",
        _ => name,
    };
}
