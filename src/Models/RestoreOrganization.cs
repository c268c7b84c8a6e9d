using System;

namespace RestoreSessions;

/// <summary>An organization that a server backs up.</summary>
public sealed class RestoreOrganization : ServerObject
{
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

    /// <summary>The name or, if there is none, the identifier.</summary>
    public override string ToString() => string.IsNullOrEmpty(Name) ? Id.ToString() : Name!;
}
