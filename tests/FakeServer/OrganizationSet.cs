namespace FakeServer;

/// <summary>The organizations on the server.</summary>
public sealed class OrganizationSet
{
    internal static readonly string[] Names =
        ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com", "adatum.onmicrosoft.com", "northwind.onmicrosoft.com", "tailspin.onmicrosoft.com"];

    internal OrganizationSet(ServerOptions options) => All = [.. Names.Select((name, i) => new OrganizationRecord
    {
        Id = new Guid(i + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Name = name,
        FirstBackupTime = options.Anchor.AddYears(-1).AddDays(i),
        LastBackupTime = options.Anchor.AddHours(-i),
    })];

    /// <summary>All of them, in the server's order.</summary>
    public IReadOnlyList<OrganizationRecord> All { get; private set; }

    /// <summary>Puts these in the place of all others.</summary>
    public void Use(IEnumerable<OrganizationRecord> organizations) => All = [.. organizations];

    /// <summary>The organization of an identifier; null when there is none.</summary>
    public OrganizationRecord? Find(Guid id) => All.FirstOrDefault(o => o.Id == id);

    /// <summary>The organization of a name; null when there is none.</summary>
    public OrganizationRecord? Find(string? name) => All.FirstOrDefault(o => o.Name == name);

    // Tests put sessions of any organization on the server.
    internal Guid IdOf(string name) => Find(name)?.Id ?? new Guid(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
