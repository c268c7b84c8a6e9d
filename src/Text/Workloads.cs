namespace RestoreSessions.Text;

/// <summary>The workloads, and the API's types of restore sessions, which are named after explorers (vendor's documents, v5 to v8).</summary>
internal static class Workloads
{
    public static readonly string[] Names = { "Exchange", "OneDrive", "SharePoint", "Teams" };

    /// <summary>The API's types, in the order of the names.</summary>
    public static readonly string[] Types = { "Vex", "Veod", "Vesp", "Vet" };

    /// <summary>The workload of a type; an unknown type is returned as it is.</summary>
    public static string NameOf(string type) => Find(Types, type) is >= 0 and var at ? Names[at] : type;

    /// <summary>The API's type for a workload's name, or for a type in any case; an unknown name is returned as it is.</summary>
    public static string TypeOf(string name) => Math.Max(Find(Names, name), Find(Types, name)) is >= 0 and var at ? Types[at] : name;

    private static int Find(string[] words, string wanted)
    {
        int at = words.Length - 1;
        while (at >= 0 && !words[at].Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            at--;
        }

        return at;
    }
}
