using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Leads requests to where no server is: to a name that does not resolve, or a port where nobody listens. It stands in for the environment's proxies.</summary>
/// <remarks>The failure is the operating system's own, and it hits a connection that has worked before.</remarks>
internal sealed class Detour : IWebProxy
{
    private static readonly ConcurrentDictionary<int, Func<Uri, Uri?>> ByPort = new();

    /// <summary>A name that no resolver knows.</summary>
    public static Uri NoSuchName { get; } = new("http://no-such-host.invalid:8080");

    /// <summary>An address where connections are refused.</summary>
    public static Uri NobodyListens { get; } = new($"http://127.0.0.1:{FreePort()}");

    public ICredentials? Credentials { get; set; }

    /// <summary>Asks about each request to a server: where to lead it; null leaves it alone.</summary>
    public static void Set(int port, Func<Uri, Uri?> astray) => ByPort[port] = astray;

    /// <summary>Leaves the requests to a server alone again.</summary>
    public static void Clear(int port) => ByPort.TryRemove(port, out _);

    public Uri? GetProxy(Uri destination) => ByPort.TryGetValue(destination.Port, out Func<Uri, Uri?>? astray) ? astray(destination) : null;

    public bool IsBypassed(Uri host) => false;

    // Tests of the shipped Newtonsoft.Json load this assembly once more: that copy's detour, which no test sets, must not take the place of this one.
    [ModuleInitializer]
    internal static void Install()
    {
        if (AssemblyLoadContext.GetLoadContext(typeof(Detour).Assembly) == AssemblyLoadContext.Default)
        {
            HttpClient.DefaultProxy = new Detour();
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
