using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RestoreSessions.Http;

/// <summary>The names that a certificate is for. .NET Standard 2.0 cannot read them.</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const int Most = 10;

    // Of a DER encoding (X.690): a sequence, and the GeneralName choices dNSName and iPAddress (RFC 5280, 4.2.1.6).
    private const int Sequence = 0x30;
    private const int DnsName = 0x82;
    private const int Address = 0x87;

    /// <summary>The first ten DNS names and IP addresses, and how many more there are; the common name where there are none.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        List<string> names = certificate.Extensions[SubjectAlternativeName] is { } extension ? Read(extension.RawData).ToList() : new();
        return names.Count == 0 ? certificate.GetNameInfo(X509NameType.DnsName, false)
            : string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
    }

    private static IEnumerable<string> Read(byte[] der)
    {
        int at = 0;
        if (!TryReadHead(der, ref at, out int tag, out _) || tag != Sequence)
        {
            yield break;
        }

        while (TryReadHead(der, ref at, out tag, out int length))
        {
            if (tag == DnsName)
            {
                yield return Encoding.ASCII.GetString(der, at, length);
            }
            else if (tag == Address && length is 4 or 16)
            {
                yield return new IPAddress(der.Skip(at).Take(length).ToArray()).ToString();
            }

            at += length;
        }
    }

    // False at the end, and where the encoding is damaged.
    private static bool TryReadHead(byte[] der, ref int at, out int tag, out int length)
    {
        tag = at < der.Length ? der[at++] : 0;
        length = at < der.Length ? der[at++] : -1;
        if (length > 0x80)
        {
            int bytes = length - 0x80;
            for (length = 0; bytes > 0 && at < der.Length && length < 1 << 16; bytes--)
            {
                length = (length << 8) | der[at++];
            }
        }

        return length >= 0 && length <= der.Length - at;
    }
}
