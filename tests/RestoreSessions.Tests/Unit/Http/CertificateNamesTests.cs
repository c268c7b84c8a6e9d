using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FakeServer;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class CertificateNamesTests
{
    [Fact]
    public void all_names_and_addresses_are_read()
    {
        string[] names = ["vbo.contoso.local", "*.contoso.local", "192.0.2.7", "2001:db8::7", new string('a', 60) + "." + new string('b', 60) + "." + new string('c', 60)];
        using X509Certificate2 certificate = Certificates.ForNames(names);
        Assert.Equal(string.Join(", ", names), CertificateNames.Of(certificate));
    }

    [Fact]
    public void a_certificate_without_alternative_names_is_for_its_common_name()
    {
        using X509Certificate2 certificate = Make(null);
        Assert.Equal("the subject", CertificateNames.Of(certificate));
    }

    [Fact]
    public void damaged_names_are_left_out_and_end_nothing()
    {
        Random random = new(14015364);
        byte[] sound = [0x30, 9, 0x82, 1, (byte)'a', 0x87, 4, 1, 2, 3, 4];
        foreach (int _ in Enumerable.Range(0, 300))
        {
            byte[] damaged = [.. sound, .. new byte[random.Next(4)]];
            foreach (int __ in Enumerable.Range(0, 3))
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            using X509Certificate2 certificate = Make(damaged[..random.Next(1, damaged.Length)]);
            Assert.InRange(CertificateNames.Of(certificate).Length, 1, 100);
        }
    }

    private static X509Certificate2 Make(byte[]? names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=the subject", key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            request.CertificateExtensions.Add(new X509Extension("2.5.29.17", names, false));
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
