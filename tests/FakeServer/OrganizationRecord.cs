namespace FakeServer;

/// <summary>An organization as the server stores it, with one backup job, one repository and one retrieval.</summary>
public sealed record OrganizationRecord
{
    /// <summary>Its identifier; null, which the contract of v6 to v8 allows, is written as null.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Office365, OnPremises or Hybrid.</summary>
    public string Type { get; init; } = "Office365";

    /// <summary>When it was backed up first, UTC; null if never.</summary>
    public DateTime? FirstBackupTime { get; init; }

    /// <summary>When it was backed up last, UTC; null if never.</summary>
    public DateTime? LastBackupTime { get; init; }

    /// <summary>The backup job.</summary>
    public Guid JobId => Belonging(2);

    /// <summary>The backup repository.</summary>
    public Guid RepositoryId => Belonging(3);

    /// <summary>The retrieval of archived data.</summary>
    public Guid DataRetrievalId => Belonging(4);

    private Guid Belonging(byte last)
    {
        byte[] bytes = (Id ?? Guid.Empty).ToByteArray();
        bytes[15] = last;
        return new Guid(bytes);
    }
}
