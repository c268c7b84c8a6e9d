using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FakeServer;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>A pin is compared whole: a certificate that is like the pinned one in part is another one.</summary>
public sealed class CertificatePinTests
{
    private static readonly X509Certificate2 Certificate = Certificates.SelfSigned();
    private static readonly string Sha256 = Certificate.GetCertHashString(HashAlgorithmName.SHA256);
    private static readonly string Sha1 = Certificate.GetCertHashString(HashAlgorithmName.SHA1);

    [Fact]
    public void the_whole_thumbprint_of_either_kind_is_accepted() => Assert.All([Sha1, Sha256], pin => Assert.Null(RejectedBy(pin)));

    [Fact]
    public void a_pin_that_differs_in_any_one_digit_is_another_certificates() => Assert.All([Sha1, Sha256], pin =>
        Assert.All(Enumerable.Range(0, pin.Length), at => Assert.Equal(
            ((string?)null, "it is not the pinned one"), RejectedBy(pin[..at] + (pin[at] == '0' ? '1' : '0') + pin[(at + 1)..]))));

    [Fact]
    public void a_part_of_the_one_thumbprint_is_not_taken_for_the_other() => Assert.All(
        [Sha256[..40], Sha256[^40..], Sha1 + Sha256[..24], Sha1 + Sha256[40..], Sha256[..24] + Sha1],
        pin => Assert.Equal(((string?)null, "it is not the pinned one"), RejectedBy(pin)));

    [Theory]
    [InlineData(39)]
    [InlineData(41)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(0)]
    public void a_thumbprint_that_is_too_short_or_too_long_is_none(int length) => Assert.Null(CertificatePolicy.NormalizeThumbprint(new string('a', length)));

    [Theory]
    [InlineData('g')]
    [InlineData('G')]
    [InlineData('/')]
    [InlineData('@')]
    [InlineData('\u0661')]
    public void only_hexadecimal_digits_make_a_thumbprint(char other) => Assert.Null(CertificatePolicy.NormalizeThumbprint(new string('a', 39) + other));

    private static (string? Sha256, string Reason)? RejectedBy(string pin)
    {
        CertificatePolicy policy = new(acceptAny: true, CertificatePolicy.NormalizeThumbprint(pin));
        using System.Net.Http.HttpRequestMessage attempt = new();
        bool isAccepted = policy.Accept(attempt, Certificate, null, SslPolicyErrors.None);
        Assert.Equal(isAccepted, policy.RejectedFor(attempt) is null);
        return policy.RejectedFor(attempt) is { } rejected ? (rejected.Sha256, rejected.Reason) : null;
    }
}
