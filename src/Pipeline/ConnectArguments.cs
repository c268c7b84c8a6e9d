using System;
using System.Management.Automation;
using System.Net;
using RestoreSessions.Http;

namespace RestoreSessions.Pipeline;

/// <summary>Reads what a connection is made of from the parameters of a command, and ends the command with an error where that cannot be.</summary>
/// <param name="command">The command.</param>
internal sealed class ConnectArguments(Cmdlet command)
{
    /// <summary>A server's address.</summary>
    public ServerAddress Server(string server, int port)
    {
        try
        {
            return ServerAddress.Parse(server, port);
        }
        catch (FormatException e)
        {
            command.ThrowTerminatingError(Errors.InvalidServer(server, e.Message));
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
            command.ThrowTerminatingError(Errors.InvalidProxy(proxy));
        }

        return new WebProxy(proxy) { Credentials = credential?.GetNetworkCredential() };
    }

    /// <summary>A thumbprint in the form in which certificates are compared; null for none.</summary>
    public string? Thumbprint(string? text)
    {
        string? pin = text is null ? null : CertificatePolicy.NormalizeThumbprint(text);
        if (text is not null && pin is null)
        {
            command.ThrowTerminatingError(Errors.InvalidThumbprint(text));
        }

        return pin;
    }
}
