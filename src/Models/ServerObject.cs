namespace RestoreSessions;

/// <summary>The base of what was read from a server: it remembers where from, so that what follows in a pipeline reaches the same server.</summary>
public abstract class ServerObject
{
    /// <summary>Initializes an object of no server yet.</summary>
    private protected ServerObject()
    {
    }

    /// <summary>The server that this was read from.</summary>
    public string? Server { get; set; }

    /// <summary>The connection that it came through; null for an object that a test or a file made.</summary>
    internal RestoreConnection? Connection { get; set; }
}
