using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace RestoreSessions.Http;

/// <summary>Says why a machine does not trust a certificate.</summary>
internal static class CertificateFaults
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>Everything that is wrong with it, as the end of a sentence.</summary>
    public static string Describe(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        List<string> faults = new();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            string names = CertificateNames.Of(certificate);
            faults.Add(names.Contains(", ") ? $"it was issued for other names ({names})" : $"it was issued for another name ({names})");
        }

        X509ChainStatusFlags status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? default;
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            faults.Add("it has expired or is not valid yet");
        }

        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            faults.Add("it is not a certificate for servers (extended key usage)");
        }

        if (faults.Count == 0 || (status & Untrusted) != 0)
        {
            faults.Add(certificate.SubjectName.RawData.SequenceEqual(certificate.IssuerName.RawData) ? "it is self-signed"
                : status.HasFlag(X509ChainStatusFlags.PartialChain) ? $"its issuer is not trusted by this machine: {certificate.GetNameInfo(X509NameType.SimpleName, true)}, whose certificate the server did not send (incomplete chain)"
                : "its issuer is not trusted by this machine");
        }

        return string.Join("; ", faults);
    }
}
