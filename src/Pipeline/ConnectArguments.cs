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

    /// <summary>A port.</summary>
    /// <param name="port">As <see cref="PortInputAttribute"/> has read it.</param>
    /// <param name="server">The server that it is for, where it comes from a row.</param>
    public int Port(int port, string? server)
    {
        if (port < 1)
        {
            command.ThrowTerminatingError(Errors.InvalidPort(server));
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
            command.ThrowTerminatingError(Errors.InvalidThumbprint(text, server));
        }

        return pin!;
    }
}
