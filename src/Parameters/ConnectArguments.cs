using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;
using RestoreSessions.Errors;
using RestoreSessions.Http;

namespace RestoreSessions.Parameters;

/// <summary>Reads what a connection is made of from the parameters of a command, and ends the command with an error where that cannot be.</summary>
/// <param name="end">Ends the command with an error.</param>
internal sealed class ConnectArguments(Action<ErrorRecord> end)
{
    // What else a command needs to be run again, in the order of the help.
    private static readonly string[] Repeated =
        ["Credential", "AccessToken", "ClientId", "Assertion", "RestoreOperator", "ApiVersion", "Proxy", "ProxyCredential", "TimeoutSec", "MaximumRetryCount", "PassThru"];

    private static readonly Regex NeedsNoQuotes = new(@"^[\w\\./:@][\w\\./:@-]*\z", RegexOptions.CultureInvariant);

    /// <summary>A server's address.</summary>
    public ServerAddress Server(string server, int port)
    {
        try
        {
            return ServerAddress.Parse(server, port);
        }
        catch (FormatException e)
        {
            end(ErrorRecords.InvalidServer(ServerAddress.WithoutSecrets(server), e.Message));
            throw;
        }
    }

    /// <summary>The proxy with its credential; null for none.</summary>
    public WebProxy? Proxy(Uri? proxy, PSCredential? credential)
    {
        if (proxy is null && credential is null)
        {
            return null;
        }

        bool isProxy = proxy is { IsAbsoluteUri: true, UserInfo: "", Host.Length: > 0 } && proxy.Scheme is "http" or "https";
        if (!isProxy)
        {
            end(ErrorRecords.InvalidProxy(proxy));
        }

        return new WebProxy(proxy) { Credentials = credential?.GetNetworkCredential() };
    }

    /// <summary>A port.</summary>
    /// <param name="port">As <see cref="PortInputAttribute"/> has read it.</param>
    /// <param name="server">The server that it is for, where it comes from a row.</param>
    public int Port(int port, string? server)
    {
        if (port < 1)
        {
            end(ErrorRecords.InvalidPort(server));
        }

        return port;
    }

    /// <summary>A thumbprint in the form in which certificates are compared.</summary>
    /// <param name="text">The thumbprint.</param>
    /// <param name="server">The server that it is for, where it comes from a row.</param>
    public string Thumbprint(string text, string? server)
    {
        string? pin = CertificatePolicy.NormalizeThumbprint(text);
        if (pin is null)
        {
            end(ErrorRecords.InvalidThumbprint(text, server));
        }

        return pin!;
    }

    /// <summary>The parameters of a command as they would be typed again, without those of the server and its certificate; of a credential the user name, and of a secret a variable.</summary>
    public static string Repeat(IReadOnlyDictionary<string, object?> parameters) => string.Concat(Repeated
        .Where(name => parameters.TryGetValue(name, out object? value) && value is not (null or SwitchParameter { IsPresent: false }))
        .Select(name => $" -{name}{Typed(name, parameters[name]!)}"));

    private static string Typed(string name, object value) => value switch
    {
        SwitchParameter => "",
        SecureString => $" ${char.ToLowerInvariant(name[0])}{name.Substring(1)}",
        PSCredential credential => " " + Quoted(credential.UserName),
        _ => " " + Quoted(LanguagePrimitives.ConvertTo<string>(value)),
    };

    private static string Quoted(string text) => NeedsNoQuotes.IsMatch(text) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
