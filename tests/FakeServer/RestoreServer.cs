using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FakeServer;

/// <summary>A stand-in for a Veeam Backup for Microsoft 365 server's REST API, over real TLS on the loopback address.</summary>
public sealed class RestoreServer : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> DefaultCertificate = new(() => Certificates.SelfSigned());

    private readonly RestoreRoutes _routes;
    private readonly TokenStore _tokens;
    private readonly ConcurrentQueue<StartRecord> _started = new();
    private WebApplication _application;
    private long _bodyBytes;

    private RestoreServer(ServerOptions options)
    {
        Options = options;
        Certificate = options.Certificate ?? DefaultCertificate.Value;
        Sessions = new SessionSet(options);
        _tokens = new TokenStore(options);
        Organizations = new OrganizationSet(options);
        _routes = new RestoreRoutes(options, _tokens, Sessions, Organizations, _started);
        _application = Build(options.Port);
    }

    /// <summary>How it behaves.</summary>
    public ServerOptions Options { get; }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Its address without the port.</summary>
    public static string Address => "127.0.0.1";

    /// <summary>What a client is told to connect to.</summary>
    public string Server => $"{Address}:{Port}";

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The SHA-256 thumbprint to pin.</summary>
    public string Thumbprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What it has been asked.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What shall go wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>What it lists.</summary>
    public SessionSet Sessions { get; }

    /// <summary>The organizations that it keeps backups of.</summary>
    public OrganizationSet Organizations { get; }

    /// <summary>The sessions that clients have started, in their order.</summary>
    public IReadOnlyList<StartRecord> Started => [.. _started];

    /// <summary>How often a password or an assertion was accepted.</summary>
    public int Logons => _tokens.Logons;

    /// <summary>How often a refresh token was accepted.</summary>
    public int Refreshes => _tokens.Refreshes;

    /// <summary>Every token handed out, the passwords and the assertions: what must never be seen.</summary>
    public IReadOnlyList<string> Secrets =>
        [.. _tokens.Issued, .. new[] { Options.Administrator, Options.Tenant, Options.Operator }.SelectMany(a => new[] { a.Password, a.Assertion }).OfType<string>()];

    /// <summary>How many bytes of bodies it has sent.</summary>
    public long BodyBytesSent => Interlocked.Read(ref _bodyBytes);

    /// <summary>Starts a server on a free port.</summary>
    /// <exception cref="IOException">The port asked for is taken.</exception>
    public static async Task<RestoreServer> StartAsync(ServerOptions? options = null)
    {
        RestoreServer server = new(options ?? new ServerOptions());
        await server.ListenAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>An access token, as a logon gets one.</summary>
    public string IssueToken(AccountKind kind = AccountKind.Administrator) => _tokens.LogOn(kind switch
    {
        AccountKind.Administrator => Options.Administrator,
        AccountKind.Tenant => Options.Tenant,
        _ => Options.Operator,
    }).Access;

    /// <summary>From now on every access token is refused.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>From now on every refresh token is refused.</summary>
    public void RevokeRefreshTokens() => _tokens.RevokeRefreshTokens();

    /// <summary>Breaks every connection and stops listening.</summary>
    public async Task StopAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Listens again on the same port. Tokens handed out before are forgotten, as by the real service.</summary>
    public Task StartAgainAsync()
    {
        _tokens.ExpireAll();
        _tokens.RevokeRefreshTokens();
        _application = Build(Port);
        return ListenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        await StopAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync()
    {
        await _application.StartAsync().ConfigureAwait(false);
        Port = new Uri(_application.Urls.First()).Port;
    }

    private WebApplication Build(int port)
    {
        // No configuration files, no logging: many of these run side by side in one process.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = Options.IsFrugal);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(Certificate, https => https.SslProtocols = Options.Protocols ?? default);
            });
        });
        WebApplication application = builder.Build();
        application.Run(ServeAsync);
        return application;
    }

    private async Task ServeAsync(HttpContext context)
    {
        RequestRecord record = new()
        {
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
            RawQuery = context.Request.QueryString.Value ?? "",
            Query = context.Request.Query.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Headers = context.Request.Headers.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        Requests.Add(record);
        try
        {
            using StreamReader reader = new(context.Request.Body);
            record.Body = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, record).ConfigureAwait(false);
            record.StatusCode = context.Response.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            record.IsAborted = true;
            context.Abort();
        }
        catch (AnswerCutException)
        {
            record.StatusCode = context.Response.StatusCode;
        }
        finally
        {
            Requests.Finish(record);
        }
    }

    private async Task AnswerAsync(HttpContext context, RequestRecord record)
    {
        if (Options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(Options.Latency, context.RequestAborted).ConfigureAwait(false);
        }

        if (Options.DateHeader is { } date)
        {
            context.Response.Headers.Date = date;
        }

        Fault fault = Faults.Take(record) ?? Fault.None;
        FaultyAnswer answer = new(context, fault, Faults, () => _routes.AnswerAsync(context, record.Body));
        await answer.BeginAsync().ConfigureAwait(false);
        context.Response.Body = new AnswerStream(context.Response.BodyWriter, context, record, fault, Faults, bytes => Interlocked.Add(ref _bodyBytes, bytes));
        await answer.SendAsync().ConfigureAwait(false);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
