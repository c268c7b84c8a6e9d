using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FakeServer;

/// <summary>Makes server certificates, sound and unsound.</summary>
public static class Certificates
{
    /// <summary>Self-signed, as on most servers in the field.</summary>
    public static X509Certificate2 SelfSigned(string name = "localhost", DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Request(name, key).CreateSelfSigned(
            from ?? DateTimeOffset.UtcNow.AddDays(-1), to ?? DateTimeOffset.UtcNow.AddYears(1));
        return WithStoredKey(certificate);
    }

    /// <summary>Self-signed for localhost, with any text as the subject's common name.</summary>
    public static X509Certificate2 WithSubject(string commonName)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(commonName);
        using X509Certificate2 certificate = Request("localhost", subject.Build(), key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        return WithStoredKey(certificate);
    }

    /// <summary>Self-signed, for several names.</summary>
    /// <param name="names">DNS names and IP addresses.</param>
    /// <param name="usage">What its key may be used for, by its object identifier; null for anything.</param>
    public static X509Certificate2 ForNames(IEnumerable<string> names, string? usage = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=a server", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        }

        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        return WithStoredKey(certificate);
    }

    /// <summary>For localhost, signed by an authority that nobody trusts.</summary>
    public static X509Certificate2 SignedByUnknownAuthority()
    {
        using CertificateAuthority nobody = new("Nobody's authority");
        return nobody.Issue("localhost");
    }

    internal static CertificateRequest Request(string name, ECDsa key) => Request(name, new X500DistinguishedName($"CN={name}"), key);

    private static CertificateRequest Request(string name, X500DistinguishedName subject, ECDsa key)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    // Windows cannot serve TLS with a key that lives in memory only.
    internal static X509Certificate2 WithStoredKey(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
}
