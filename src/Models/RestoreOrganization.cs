using System.Security.Cryptography;
using System.Text;
using RestoreSessions.Text;

namespace RestoreSessions;

/// <summary>An organization that a server backs up.</summary>
public sealed class RestoreOrganization : ServerObject, IRestoreOrganization
{
    private DateTime? _firstBackupTimeUtc;
    private DateTime? _lastBackupTimeUtc;

    /// <summary>Initializes an empty organization.</summary>
    public RestoreOrganization()
    {
    }

    /// <summary>Initializes an organization from its name or identifier; cmdlets look up the rest. PowerShell uses this to convert text.</summary>
    /// <param name="nameOrId">Its name, such as <c>contoso.onmicrosoft.com</c>, or its identifier.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public RestoreOrganization(string nameOrId)
    {
        if (string.IsNullOrWhiteSpace(nameOrId))
        {
            throw new ArgumentException("An organization needs a name or an identifier.", nameof(nameOrId));
        }

        if (Guid.TryParse(nameOrId, out Guid id))
        {
            Id = id;
        }
        else
        {
            Name = nameOrId;
        }
    }

    /// <summary>Initializes an organization from its identifier; cmdlets look up the rest. PowerShell uses this to convert a Guid.</summary>
    /// <param name="id">The server's identifier.</param>
    public RestoreOrganization(Guid id) => Id = id;

    /// <summary>The server's identifier; empty when only the name is known, or the server has given it none (which v6 to v8 allow).</summary>
    public Guid Id { get; set; }

    /// <summary>The name, such as <c>contoso.onmicrosoft.com</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Office365, OnPremises or Hybrid.</summary>
    public string? Type { get; set; }

    /// <summary>When its first backup was made, in local time: an earlier point in time opens an empty session. Null when there is none, or the server does not say.</summary>
    public DateTime? FirstBackupTime
    {
        get => FirstBackupTimeUtc?.ToLocalTime();
        set => FirstBackupTimeUtc = value?.ToUniversalTime();
    }

    /// <summary>When its last backup was made, in local time: a later point in time opens this one. Null when there is none, or the server does not say.</summary>
    public DateTime? LastBackupTime
    {
        get => LastBackupTimeUtc?.ToLocalTime();
        set => LastBackupTimeUtc = value?.ToUniversalTime();
    }

    /// <summary>When its first backup was made, in UTC.</summary>
    public DateTime? FirstBackupTimeUtc
    {
        get => _firstBackupTimeUtc;
        set => _firstBackupTimeUtc = value is null ? null : UtcTime.Of(value.Value);
    }

    /// <summary>When its last backup was made, in UTC.</summary>
    public DateTime? LastBackupTimeUtc
    {
        get => _lastBackupTimeUtc;
        set => _lastBackupTimeUtc = value is null ? null : UtcTime.Of(value.Value);
    }

    /// <summary>The identifier, or a hash of type and name, because a server may leave it out (contract of v6 to v8).</summary>
    internal override Guid Key
    {
        get
        {
            if (Id != Guid.Empty)
            {
                return Id;
            }

            using SHA256 sha256 = SHA256.Create();
            byte[] hash = sha256.ComputeHash(Encoding.UTF8.GetBytes($"{Type}/{Name}"));
            Array.Resize(ref hash, 16);
            return new Guid(hash);
        }
    }

    /// <summary>Whether the user of the connection has logged on as this organization.</summary>
    internal bool IsOwn { get; set; }

    /// <summary>The name or, if there is none, the identifier.</summary>
    public override string ToString() => string.IsNullOrEmpty(Name) ? Id.ToString() : Name!;
}
