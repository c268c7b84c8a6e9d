namespace RestoreSessions;

/// <summary>The base of all objects read from a server. They keep their connection, so that the next cmdlet of a pipeline uses the same server.</summary>
public abstract class ServerObject
{
    /// <summary>Initializes an object without a server.</summary>
    private protected ServerObject()
    {
    }

    /// <summary>The server that the object was read from.</summary>
    public string? Server { get; set; }

    /// <summary>The connection that the object was read through; null for an object from a test or a file.</summary>
    internal RestoreConnection? Connection { get; set; }

    /// <summary>The identifier by which a listing recognizes the object when the server sends it again; empty where the server gives it none.</summary>
    internal virtual Guid Key => Guid.Empty;

    /// <summary>Why the object cannot be given to users, such as a session of which nobody knows when it started; null where it can.</summary>
    internal string? Unusable { get; set; }
}
