using System.Net;

namespace RestoreSessions.Http;

/// <summary>The settings of a connection, its secrets, and the server's time.</summary>
internal sealed class ConnectionSettings
{
    public ConnectionSettings(ServerAddress address, CertificatePolicy certificates, TimeSpan timeout, int maximumRetryCount, Clock clock, IWebProxy? proxy = null)
    {
        Address = address;
        Certificates = certificates;
        Timeout = timeout;
        MaximumRetryCount = maximumRetryCount;
        Clock = clock;
        Proxy = proxy;
        ServerTime = new ServerTime(clock);
    }

    public ServerAddress Address { get; }

    public CertificatePolicy Certificates { get; }

    /// <summary>The longest wait for an answer or, in a listing, for its next data; infinite for no limit.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a request is repeated after a temporary failure.</summary>
    public int MaximumRetryCount { get; }

    /// <summary>The proxy to use, with its credential; null for the platform's default (<see cref="Transport.CreateHandler"/>).</summary>
    public IWebProxy? Proxy { get; private set; }

    /// <summary>The secrets that no message of this connection may contain.</summary>
    public Secrets Secrets { get; } = new();

    public Clock Clock { get; }

    public ServerTime ServerTime { get; }

    /// <summary>Drops the proxy, which has a credential, and the secrets.</summary>
    public void Forget()
    {
        Proxy = null;
        Secrets.Forget();
    }
}
