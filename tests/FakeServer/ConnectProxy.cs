using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FakeServer;

/// <summary>A proxy on 127.0.0.1 that tunnels CONNECT, with a user and password if it is given them. Every name leads it to 127.0.0.1.</summary>
public sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _authorization;
    private readonly int? _port;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="userAndPassword">user:password; null lets everyone through.</param>
    /// <param name="port">The port on 127.0.0.1 that everything leads to; null takes the one that it is asked for.</param>
    public ConnectProxy(string? userAndPassword = null, int? port = null)
    {
        _port = port;
        _authorization = userAndPassword is null ? null : "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Its address.</summary>
    public string Address => (Certificate is null ? "http://" : "https://") + Authority;

    /// <summary>Its own certificate, where it is spoken to over TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The status line with which it answers everybody in place of a tunnel; null opens one.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it takes requests and never answers.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What it was asked to connect to.</summary>
    public ConcurrentQueue<string> Tunnels { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> tunnels = [];
        try
        {
            while (true)
            {
                tunnels.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(tunnels).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            await using Stream stream = await OpenAsync(client).ConfigureAwait(false);
            string head = await ReadHeadAsync(stream).ConfigureAwait(false);
            if (IsSilent)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token).ConfigureAwait(false);
            }

            if (Refusal is not null)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token).ConfigureAwait(false);
                return;
            }

            if (_authorization is not null && !head.Contains(_authorization, StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token).ConfigureAwait(false);
                return;
            }

            string target = head.Split(' ')[1];
            Tunnels.Enqueue(target);
            using TcpClient server = new();
            await server.ConnectAsync(IPAddress.Loopback, _port ?? new Uri("https://" + target).Port, _stop.Token).ConfigureAwait(false);
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token).ConfigureAwait(false);
            await Task.WhenAny(stream.CopyToAsync(server.GetStream(), _stop.Token), server.GetStream().CopyToAsync(stream, _stop.Token)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException)
        {
            // One side has gone.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (Certificate is null)
        {
            return client.GetStream();
        }

        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token).ConfigureAwait(false);
        return stream;
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (length < buffer.Length && !Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token).ConfigureAwait(false);
            length += read > 0 ? read : throw new IOException("The client has gone.");
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
