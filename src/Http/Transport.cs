using System.Net;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace RestoreSessions.Http;

/// <summary>Makes the HTTP handler of a connection.</summary>
/// <remarks>
/// The settings apply to this handler only, with one exception: on .NET Framework, the connection limit applies to every client of the process
/// that uses the same host and port (ServicePoint.ConnectionLimit).
/// </remarks>
internal static class Transport
{
    // SslProtocols.Tls13, which .NET Standard 2.0 does not define.
    private const SslProtocols Tls13 = (SslProtocols)0x3000;

    private static bool IsFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <summary>Makes a handler with this connection's certificate policy, without redirects and cookies.</summary>
    /// <param name="certificates">Which certificates to accept.</param>
    /// <param name="proxy">
    /// The proxy to use; null for the default: on .NET the proxy from HTTPS_PROXY and NO_PROXY or else from the system's settings, on
    /// .NET Framework the proxy from Windows' Internet Options.
    /// </param>
    public static HttpMessageHandler CreateHandler(CertificatePolicy certificates, IWebProxy? proxy) => new HttpClientHandler
    {
        Proxy = proxy,
        // A redirect could send the token to another host, and a cookie would turn the antiforgery check on again.
        AllowAutoRedirect = false,
        UseCookies = false,

        // .NET Framework allows two by default. A listing uses two, for its page and the next, so a second command in the pipeline would wait forever.
        MaxConnectionsPerServer = int.MaxValue,

        // Without deflate: some servers send it with a zlib header, which .NET Framework cannot read.
        AutomaticDecompression = DecompressionMethods.GZip,
        ServerCertificateCustomValidationCallback = certificates.Accept,
        SslProtocols = Protocols(),
    };

    /// <summary>The proxy that such a handler goes through for a request; null for none.</summary>
    /// <param name="proxy">The one that it was made with; null for the platform's.</param>
    /// <param name="destination">The address of the request.</param>
    public static Uri? ProxyFor(IWebProxy? proxy, Uri destination)
    {
        // On .NET this is HttpClient.DefaultProxy, which .NET Standard 2.0 does not define; WebRequest.DefaultWebProxy can be set there, and the handler does not look at it.
        proxy ??= IsFramework ? WebRequest.DefaultWebProxy : WebRequest.GetSystemWebProxy();
        Uri? found = proxy is null || proxy.IsBypassed(destination) ? null : proxy.GetProxy(destination);
        return found == destination ? null : found;
    }

    private static SslProtocols Protocols()
    {
        // .NET Framework allows SSL 3 and TLS 1.0 by default, and rejects the flag for TLS 1.3 where it does not know it.
        if (IsFramework)
        {
            return SslProtocols.Tls12;
        }

        // macOS excludes old versions by default and rejects the flag for TLS 1.3.
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? SslProtocols.None : SslProtocols.Tls12 | Tls13;
    }
}
