using System;
using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace RestoreSessions.Http;

/// <summary>Sets up the HTTP stack of one connection.</summary>
/// <remarks>
/// Nothing here is process-wide, but for one thing: .NET Framework keeps the number of connections with the server's host and port, for every
/// client in the process (ServicePoint.ConnectionLimit).
/// </remarks>
internal static class Transport
{
    // .NET Standard 2.0 has no name for TLS 1.3.
    private const SslProtocols Tls13 = (SslProtocols)0x3000;

    /// <summary>A handler with this connection's certificate policy, that follows no redirect and keeps no cookie.</summary>
    /// <param name="certificates">Which certificates to accept.</param>
    /// <param name="proxy">
    /// The proxy to go through; null for the default: on .NET the one that HTTPS_PROXY and NO_PROXY name, or the system's settings; on
    /// .NET Framework that of Windows' Internet Options.
    /// </param>
    public static HttpMessageHandler CreateHandler(CertificatePolicy certificates, IWebProxy? proxy) => new HttpClientHandler
    {
        Proxy = proxy,
        // A redirect could carry the token to another host; a cookie would bring the antiforgery check back.
        AllowAutoRedirect = false,
        UseCookies = false,

        // .NET Framework allows two by default. A listing holds two, its page and the next: a second command in the pipeline would wait for ever.
        MaxConnectionsPerServer = int.MaxValue,

        // Not deflate: some servers send it with a zlib header and some without, and .NET Framework reads only the second.
        AutomaticDecompression = DecompressionMethods.GZip,
        ServerCertificateCustomValidationCallback = certificates.Accept,
        SslProtocols = Protocols(),
    };

    private static SslProtocols Protocols()
    {
        // Windows PowerShell still offers SSL 3 and TLS 1.0 by default, and its stack takes no flag it does not know.
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            return SslProtocols.Tls12;
        }

        // macOS excludes the old versions by itself and refuses to be asked for TLS 1.3.
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? SslProtocols.None : SslProtocols.Tls12 | Tls13;
    }
}
