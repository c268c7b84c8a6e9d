using System;

namespace RestoreSessions;

/// <summary>A server that this runspace is logged on to. It shows what a user may know; no secret is reachable from it.</summary>
/// <remarks>
/// <c>Connect-RestoreServer -PassThru</c> and <c>Get-RestoreConnection</c> return live connections. One that a test builds itself,
/// <c>[RestoreSessions.RestoreConnection]@{ Server = 'a' }</c>, can be handed to mocked cmdlets, but not to a server.
/// </remarks>
public class RestoreConnection
{
    private long _tokenExpiresTicks;

    /// <summary>The server's name as the user typed it, with the port where that is not 4443.</summary>
    public string Server { get; set; } = "";

    /// <summary>The name the user logged on with; null when the access token was brought along.</summary>
    public string? UserName { get; set; }

    /// <summary>The version of the REST API that is spoken on this connection.</summary>
    public RestoreApiVersion ApiVersion { get; set; } = RestoreApiVersion.v5;

    /// <summary>When the access token runs out, in local time; null when the server did not say. It is renewed before that.</summary>
    public DateTime? TokenExpires
    {
        get
        {
            // Read from any runspace while another one renews the token: one 64-bit value, never a torn DateTime?.
            long ticks = System.Threading.Interlocked.Read(ref _tokenExpiresTicks);
            return ticks == 0 ? null : new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
        }
        set => System.Threading.Interlocked.Exchange(ref _tokenExpiresTicks, value?.ToUniversalTime().Ticks ?? 0);
    }

    /// <summary>The server's name, so that a connection reads well inside a string.</summary>
    public override string ToString() => Server;
}
