namespace RestoreSessions;

/// <summary>The connections that a name or a pattern stands for. The cmdlet that gets it finds them, in the runspace that it runs in.</summary>
internal sealed class NamedConnection : RestoreConnection
{
    /// <param name="name">The name of a server, with wildcards.</param>
    public NamedConnection(string name) => Server = name;
}
