using System;

namespace RestoreSessions;

/// <summary>A server that this runspace is logged on to. No public property leads to a secret.</summary>
/// <remarks>
/// <c>Connect-RestoreServer -PassThru</c> and <c>Get-RestoreConnection</c> return open connections. A connection that a test builds,
/// <c>[RestoreSessions.RestoreConnection]@{ Server = 'a' }</c>, works with mocked cmdlets only.
/// </remarks>
public class RestoreConnection
{
    private long _tokenExpiresTicks;
    private DateTime? _serverTimeUtc;

    /// <summary>The server's name as the user typed it, with the port if that is not 4443.</summary>
    public string Server { get; set; } = "";

    /// <summary>The user name of the logon, or the client id beside an assertion; null if the user gave an access token.</summary>
    public string? UserName { get; set; }

    /// <summary>The version of the REST API that this connection uses.</summary>
    public RestoreApiVersion ApiVersion { get; set; } = RestoreApiVersion.v5;

    /// <summary>When the access token expires, in local time; null if unknown. It is renewed before that.</summary>
    public DateTime? TokenExpires
    {
        get
        {
            // One runspace may read this while another one renews the token: a DateTime? cannot be read atomically, a long can.
            long ticks = System.Threading.Interlocked.Read(ref _tokenExpiresTicks);
            return ticks == 0 ? null : new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
        }
        set => System.Threading.Interlocked.Exchange(ref _tokenExpiresTicks, value?.ToUniversalTime().Ticks ?? 0);
    }

    /// <summary>
    /// The time on the server's clock now, in UTC and to a few seconds, by the Date header of its latest answer; null if none had one. A session has the
    /// server's times: how long it has been open is the difference to its CreationTimeUtc, whatever the clock of this machine says.
    /// </summary>
    public virtual DateTime? ServerTimeUtc
    {
        get => _serverTimeUtc;
        set => _serverTimeUtc = value is null ? null : UtcTime.Of(value.Value);
    }

    /// <summary>The server's name or, if it has none, the name of the type.</summary>
    public override string ToString() => Server.Length == 0 ? GetType().ToString() : Server;
}
