using System;
using System.Security.Cryptography;
using System.Text;

namespace RestoreSessions.Api;

/// <summary>What paging knows an organization by.</summary>
internal static class OrganizationKey
{
    /// <summary>Its identifier or, if it has none, which the contract of v6 to v8 allows, one made of its type and name.</summary>
    public static Guid Of(RestoreOrganization organization)
    {
        if (organization.Id != Guid.Empty)
        {
            return organization.Id;
        }

        using SHA256 sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(Encoding.UTF8.GetBytes($"{organization.Type}/{organization.Name}"));
        Array.Resize(ref hash, 16);
        return new Guid(hash);
    }
}
