using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FakeServer;

/// <summary>Listens on the loopback address.</summary>
internal sealed class Listener(ServerOptions options, X509Certificate2 certificate, RequestDelegate serve)
{
    private WebApplication? _application;

    /// <summary>Begins to listen, and gives the ports; 0 takes a free one, as each after the first does.</summary>
    public async Task<int[]> StartAsync(int port)
    {
        _application = Build(port);
        await _application.StartAsync().ConfigureAwait(false);
        return [.. _application.Urls.Select(url => new Uri(url).Port)];
    }

    /// <summary>Breaks every connection and stops listening.</summary>
    public async Task StopAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await _application!.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build(int port)
    {
        // No configuration files, no logging: many of these run side by side in one process.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = options.IsFrugal);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            for (int i = 0; i < options.PortCount; i++)
            {
                kestrel.Listen(IPAddress.Loopback, i == 0 ? port : 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(certificate, https => https.SslProtocols = options.Protocols ?? default);
                });
            }
        });
        WebApplication application = builder.Build();
        application.Run(serve);
        return application;
    }
}
