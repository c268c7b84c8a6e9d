using System.Text.RegularExpressions;

namespace RestoreSessions.Http;

/// <summary>Says what a proxy did not do. .NET reports the status of its answer in the text of an exception alone.</summary>
internal static class ProxyFailure
{
    /// <summary>What is said of a proxy that answers 407.</summary>
    public const string Unauthorized = "demands a user name and a password, or does not accept those that it was given (407): give them with -Proxy and -ProxyCredential";

    private static readonly Regex TunnelStatus = new("^The proxy tunnel request to proxy '.*' failed with status code '(?<status>[0-9]{3})'", RegexOptions.CultureInvariant);

    /// <summary>Why the proxy did not lead to the server, as the end of a sentence; null if it cannot be told whether it was the proxy.</summary>
    /// <param name="proxy">The proxy's host and port.</param>
    /// <param name="cause">The exception of the request.</param>
    /// <param name="why">What the exception says.</param>
    /// <param name="neverConnected">Whether no connection was made, which can only have been one to the proxy.</param>
    public static string? Describe(string proxy, Exception cause, string why, bool neverConnected)
    {
        if (neverConnected)
        {
            return $"the proxy {proxy} could not be reached: {why}";
        }

        if (cause is NotSupportedException)
        {
            return $"the proxy {proxy} cannot be used: {why}";
        }

        string status = TunnelStatus.Match(why).Groups["status"].Value;
        return status switch
        {
            "" => null,
            "407" => $"the proxy {proxy} {Unauthorized}",
            _ => $"the proxy {proxy} answered {status} and did not connect to the server",
        };
    }
}
