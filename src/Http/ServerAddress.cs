using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RestoreSessions.Http;

/// <summary>Where a server listens, read from what a user types: a name, an IP address, or a whole <c>https://host:port</c>.</summary>
internal sealed class ServerAddress
{
    /// <summary>The port the REST service listens on unless an administrator moved it (vendor documentation).</summary>
    public const int DefaultPort = 4443;

    private static readonly Regex ExplicitPort = new(@"^https://(\[[^\]]*\]|[^:\[\]]*):\d+/?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private ServerAddress(Uri uri, string name)
    {
        Uri = uri;
        Name = name;
    }

    /// <summary>The root that request paths are relative to.</summary>
    public Uri Uri { get; }

    /// <summary>The host as typed, with the port where that is not <see cref="DefaultPort"/>: what objects and messages show.</summary>
    public string Name { get; }

    /// <summary>Reads an address; <paramref name="port"/> counts where the text names none.</summary>
    /// <exception cref="FormatException">The text is no server's address; the message says why. Nothing has been sent.</exception>
    public static ServerAddress Parse(string text, int port)
    {
        if (text.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("plain http is refused, because it would carry the password unprotected; use https");
        }

        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new FormatException("it contains a space or a control character");
        }

        bool isUri = text.Contains("://");
        bool isBareIPv6 = IPAddress.TryParse(text, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 && text[0] != '[';
        string candidate = isUri ? text : isBareIPv6 ? $"https://[{text}]" : $"https://{text}";

        if (!Uri.TryCreate(candidate, UriKind.Absolute, out Uri? uri) || uri.HostNameType == UriHostNameType.Unknown
            || !uri.IsWellFormedOriginalString() || Uri.CheckHostName(uri.IdnHost) == UriHostNameType.Unknown)
        {
            throw new FormatException("it is neither a host name, an IP address nor an https:// address");
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FormatException($"the scheme '{uri.Scheme}' is not https");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new FormatException("a user name or password in the address is refused; use -Credential");
        }

        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
        {
            throw new FormatException("it must name the server alone, without a path or query");
        }

        int actual = ExplicitPort.IsMatch(candidate) ? uri.Port : port;
        if (actual == 0)
        {
            throw new FormatException("the port 0 cannot be connected to");
        }

        string host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost.Trim('[', ']')}]" : uri.Host;
        string name = actual == DefaultPort ? host : host + ":" + actual.ToString(CultureInfo.InvariantCulture);
        return new ServerAddress(new UriBuilder(Uri.UriSchemeHttps, uri.IdnHost, actual).Uri, name);
    }
}
