using System;

namespace RestoreSessions.Rest;

/// <summary>What a connection is told when it is made, and what it learns of its server.</summary>
internal sealed class ConnectionSettings
{
    public ConnectionSettings(ServerAddress address, CertificatePolicy certificates, TimeSpan timeout, int maximumRetryCount, Clock clock)
    {
        Address = address;
        Certificates = certificates;
        Timeout = timeout;
        MaximumRetryCount = maximumRetryCount;
        Clock = clock;
        ServerTime = new ServerTime(clock);
    }

    public ServerAddress Address { get; }

    public CertificatePolicy Certificates { get; }

    /// <summary>The longest wait for the headers of an answer, and for each next piece of its body; infinite for none.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a request is repeated that failed for a passing cause.</summary>
    public int MaximumRetryCount { get; }

    public Clock Clock { get; }

    public ServerTime ServerTime { get; }
}
