namespace RestoreSessions.Report;

/// <summary>The sessions of one person, organization or type.</summary>
internal sealed class Group
{
    public Group(string name) => Name = name;

    /// <summary>As the server first spelt it; empty where it says nothing.</summary>
    public string Name { get; }

    public Tally Tally { get; } = new();
}
