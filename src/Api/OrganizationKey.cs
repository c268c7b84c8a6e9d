using System.Security.Cryptography;
using System.Text;

namespace RestoreSessions.Api;

/// <summary>Makes the identifier by which a listing recognizes an organization that it has already written.</summary>
internal static class OrganizationKey
{
    /// <summary>The server's identifier. Servers may leave it out (contract of v6 to v8); then it is a hash of the organization's type and name.</summary>
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
