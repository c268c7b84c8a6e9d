using System;
using System.Net;

namespace RestoreSessions.Http;

/// <summary>What a connection is told when it is made, and what it learns of its server.</summary>
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

    /// <summary>The longest wait for the headers of an answer, and for each next piece of its body; infinite for none.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a request is repeated that failed for a passing cause.</summary>
    public int MaximumRetryCount { get; }

    /// <summary>The proxy to go through, with its credential; null for the default of the platform (<see cref="Transport.CreateHandler"/>).</summary>
    public IWebProxy? Proxy { get; private set; }

    /// <summary>What must not appear in any text of this connection.</summary>
    public Secrets Secrets { get; } = new();

    public Clock Clock { get; }

    public ServerTime ServerTime { get; }

    /// <summary>Drops whatever is secret.</summary>
    public void Forget()
    {
        Proxy = null;
        Secrets.Forget();
    }
}
