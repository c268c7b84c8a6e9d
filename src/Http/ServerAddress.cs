using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RestoreSessions.Http;

/// <summary>A server's address, parsed from the user's text: a name, an IP address, or <c>https://host:port</c>.</summary>
internal sealed class ServerAddress
{
    /// <summary>The default port of the REST service (vendor documentation).</summary>
    public const int DefaultPort = 4443;

    private static readonly Regex ExplicitPort = new(@"^https://(\[[^\]]*\]|[^:\[\]]*):\d+/?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Nothing before it that could be a password.
    private static readonly Regex AnyPort = new(@"^https://(?:\[[^\]]*\]|[^:\[\]@/?#\\]+):([^:\[\]@/?#\\]+)/?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Scheme = new("^[a-z][a-z0-9+.-]*://", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private ServerAddress(Uri uri, string name)
    {
        Uri = uri;
        Name = name;
    }

    /// <summary>The root that request paths are relative to.</summary>
    public Uri Uri { get; }

    /// <summary>The host as typed, with the port if that is not <see cref="DefaultPort"/>; objects and messages show this name.</summary>
    public string Name { get; }

    /// <summary>A text that is no address, as it may be shown: a password typed into it stands before an @, and a token behind a question mark.</summary>
    public static string WithoutSecrets(string text)
    {
        string scheme = Scheme.Match(text).Value;
        string rest = text.Substring(scheme.Length);
        int at = rest.LastIndexOf('@');
        rest = at < 0 ? rest : "***" + rest.Substring(at);
        int query = rest.IndexOfAny(['?', '#']);
        return scheme + (query < 0 ? rest : rest.Substring(0, query + 1) + "***");
    }

    /// <summary>Parses an address; <paramref name="port"/> is used if the text contains no port.</summary>
    /// <exception cref="FormatException">The text is not a valid address; the message contains the reason.</exception>
    public static ServerAddress Parse(string text, int port)
    {
        if (text.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("http would send the password unencrypted; use https");
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
            throw AnyPort.Match(candidate) is { Success: true } match && !IsPort(match.Groups[1].Value)
                ? NoPort(match.Groups[1].Value)
                : new FormatException("it is not a host name, an IP address or an https:// address");
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FormatException($"the scheme '{uri.Scheme}' is not https");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new FormatException("it contains a user name or password; use -Credential");
        }

        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
        {
            throw new FormatException("it contains a path or query; give the server's name alone");
        }

        int actual = ExplicitPort.IsMatch(candidate) ? uri.Port : port;
        if (actual == 0)
        {
            throw NoPort("0");
        }

        string host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost.Trim('[', ']')}]" : uri.Host;
        string name = actual == DefaultPort ? host : host + ":" + actual.ToString(CultureInfo.InvariantCulture);
        return new ServerAddress(new UriBuilder(Uri.UriSchemeHttps, uri.IdnHost, actual).Uri, name);
    }

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0;

    private static FormatException NoPort(string port) => new($"its port, {port}, is not a whole number from 1 to 65535");
}
