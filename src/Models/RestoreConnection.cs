using System.ComponentModel;
using RestoreSessions.Text;

namespace RestoreSessions;

/// <summary>A server that this runspace is logged on to. No public property leads to a secret.</summary>
/// <remarks>
/// <c>Connect-RestoreServer -PassThru</c> and <c>Get-RestoreConnection</c> return open connections. A connection that a test builds,
/// <c>[RestoreSessions.RestoreConnection]@{ Server = 'a' }</c>, works with mocked cmdlets only.
/// </remarks>
[TypeConverter(typeof(ConnectionConverter))]
public class RestoreConnection
{
    private readonly bool _isLive;
    private string _server = "";
    private string? _userName;
    private RestoreApiVersion _apiVersion = RestoreApiVersion.v5;
    private long _tokenExpiresTicks;
    private DateTime? _serverTimeUtc;

    /// <summary>A connection for a test.</summary>
    public RestoreConnection()
    {
    }

    /// <summary>A connection to a server, whose properties scripts cannot set: with another name, sessions of one server would be stopped on another.</summary>
    private protected RestoreConnection(string server, string? userName)
    {
        _isLive = true;
        _server = server;
        _userName = userName;
    }

    /// <summary>The server's name as the user typed it, with the port if that is not 4443.</summary>
    /// <exception cref="InvalidOperationException">The connection is one of Connect-RestoreServer and cannot be changed; so with the other properties.</exception>
    public string Server
    {
        get => _server;
        set => _server = Changed(value);
    }

    /// <summary>The user name of the logon, or the client id beside an assertion; null if the user gave an access token.</summary>
    public string? UserName
    {
        get => _userName;
        set => _userName = Changed(value);
    }

    /// <summary>The version of the REST API that this connection uses.</summary>
    public RestoreApiVersion ApiVersion
    {
        get => _apiVersion;
        set => _apiVersion = Changed(value);
    }

    /// <summary>When the access token expires, in local time; null if unknown. It is renewed before that.</summary>
    public DateTime? TokenExpires
    {
        get
        {
            // One runspace may read this while another one renews the token: a DateTime? cannot be read atomically, a long can.
            long ticks = System.Threading.Interlocked.Read(ref _tokenExpiresTicks);
            return ticks == 0 ? null : new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
        }
        set => Expire(Changed(value));
    }

    /// <summary>
    /// The time on the server's clock now, in UTC and to a few seconds, by the Date header of its latest answer; null if none had one. A session has the
    /// server's times: how long it has been open is the difference to its CreationTimeUtc, whatever the clock of this machine says.
    /// </summary>
    public virtual DateTime? ServerTimeUtc
    {
        get => _serverTimeUtc;
        set => _serverTimeUtc = Changed(value) is { } time ? UtcTime.Of(time) : null;
    }

    /// <summary>The server's name or, if it has none, the name of the type.</summary>
    public override string ToString() => Server.Length == 0 ? GetType().ToString() : Server;

    /// <summary>Chooses the version of the API; only while the connection is being made.</summary>
    private protected void Speak(RestoreApiVersion version) => _apiVersion = version;

    /// <summary>Notes when the access token expires.</summary>
    private protected void Expire(DateTime? time) => System.Threading.Interlocked.Exchange(ref _tokenExpiresTicks, time?.ToUniversalTime().Ticks ?? 0);

    private T Changed<T>(T value) => _isLive
        ? throw new InvalidOperationException($"This is the connection to {_server}, and it cannot be changed. Connect to another server with Connect-RestoreServer; to compare, use -eq.")
        : value;
}
