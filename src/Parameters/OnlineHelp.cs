namespace RestoreSessions.Parameters;

/// <summary>What <c>Get-Help -Online</c> opens: the vendor's page about the requests that a cmdlet makes, as long as this module has none of its own.</summary>
internal static class OnlineHelp
{
    /// <summary>Logging on, and tokens.</summary>
    public const string Authorization = Reference + "Auth";

    /// <summary>Sessions: listing, starting, stopping, statistics.</summary>
    public const string Sessions = Reference + "RestoreSession";

    /// <summary>The events of a session.</summary>
    public const string Events = Reference + "RestoreSessionEvent";

    /// <summary>The organizations of a server.</summary>
    public const string Organizations = "https://helpcenter.veeam.com/archive/vbo365/50/rest/get_organizations.html";

    private const string Reference = "https://helpcenter.veeam.com/references/vbo365/8/rest/tag/";
}
