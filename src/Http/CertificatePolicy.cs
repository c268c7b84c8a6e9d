using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RestoreSessions.Http;

/// <summary>Which server certificates one connection accepts. Other connections of the process are not affected.</summary>
internal sealed class CertificatePolicy
{
    private readonly bool _acceptAny;
    private readonly string? _pin;
    private readonly ConditionalWeakTable<HttpRequestMessage, RejectedCertificate> _rejected = new();
    private volatile RejectedCertificate? _rejectedProxy;

    /// <param name="acceptAny">Accept every certificate; of a server, without effect if there is a pin.</param>
    /// <param name="pin">A thumbprint from <see cref="NormalizeThumbprint"/>: the only certificate of a server to accept; null for none. A proxy has a certificate of its own.</param>
    public CertificatePolicy(bool acceptAny, string? pin)
    {
        _acceptAny = acceptAny;
        _pin = pin;
    }

    /// <summary>The server's certificate that was rejected during an attempt to send a request; null if none was. The exception that reports it differs by platform.</summary>
    public RejectedCertificate? RejectedFor(HttpRequestMessage attempt) => _rejected.TryGetValue(attempt, out RejectedCertificate rejected) ? rejected : null;

    /// <summary>The certificate of the proxy, where the latest one was rejected; null if it was accepted, or none was shown.</summary>
    public RejectedCertificate? RejectedProxy => _rejectedProxy;

    /// <summary>A SHA-1 or SHA-256 thumbprint as 40 or 64 upper-case hexadecimal digits; null if the text is not a thumbprint.</summary>
    public static string? NormalizeThumbprint(string text)
    {
        // The Windows certificate dialog adds U+200E to a thumbprint that is copied from it.
        string digits = new(text.Where(c => c is not (':' or ' ' or '-' or '\u200e')).ToArray());
        return digits.Length is 40 or 64 && digits.All(IsHexDigit) ? digits.ToUpperInvariant() : null;
    }

    /// <summary>The callback of <see cref="HttpClientHandler.ServerCertificateCustomValidationCallback"/>.</summary>
    public bool Accept(HttpRequestMessage request, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // .NET asks for a tunnel by a request of its own. .NET Framework knows no proxy over TLS.
        if (request.Method.Method == "CONNECT")
        {
            return AcceptProxy(certificate, chain, errors);
        }

        if (certificate is null)
        {
            return Reject(request, new RejectedCertificate(null, "the server sent no certificate"));
        }

        string sha256 = Sha256(certificate);
        bool accepted = _pin is null
            ? _acceptAny || errors == SslPolicyErrors.None
            : _pin == sha256 || _pin == certificate.GetCertHashString();
        return accepted || Reject(request, _pin is null
            ? new RejectedCertificate(sha256, CertificateFaults.Describe(certificate, chain, errors))
            : new RejectedCertificate(null, "it is not the pinned one"));
    }

    private bool Reject(HttpRequestMessage attempt, RejectedCertificate certificate)
    {
        // .NET may connect several times for an attempt.
        _rejected.Remove(attempt);
        _rejected.Add(attempt, certificate);
        return false;
    }

    private bool AcceptProxy(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool accepted = certificate is not null && (_acceptAny || errors == SslPolicyErrors.None);
        _rejectedProxy = accepted ? null : new RejectedCertificate(null, certificate is null ? "the proxy sent no certificate" : CertificateFaults.Describe(certificate, chain, errors));
        return accepted;
    }

    private static string Sha256(X509Certificate2 certificate)
    {
        using SHA256 sha256 = SHA256.Create();
        return BitConverter.ToString(sha256.ComputeHash(certificate.RawData)).Replace("-", "");
    }

    private static bool IsHexDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}

/// <summary>A certificate that was rejected, and why.</summary>
internal sealed class RejectedCertificate
{
    public RejectedCertificate(string? sha256, string reason)
    {
        Sha256 = sha256;
        Reason = reason;
    }

    /// <summary>What to pin, if the certificate is the right one; null where there is another pin already, or no certificate.</summary>
    public string? Sha256 { get; }

    /// <summary>The end of the sentence "the certificate was rejected: …".</summary>
    public string Reason { get; }
}
