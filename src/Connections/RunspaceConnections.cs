using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using RestoreSessions.Api;
using RestoreSessions.Filters;

namespace RestoreSessions.Connections;

/// <summary>The connections of one runspace. Two runspaces of a process never see each other's.</summary>
internal sealed class RunspaceConnections
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceConnections> ByRunspace = new();

    private readonly List<ServerConnection> _open = new();

    // Guarded by the lock on _open, too.
    private readonly Dictionary<string, FailedConnection> _failed = new(StringComparer.OrdinalIgnoreCase);
    private bool _isOver;

    /// <summary>Those of the runspace that the calling cmdlet runs in; call it on the pipeline's thread.</summary>
    public static RunspaceConnections Current => ByRunspace.GetValue(Runspace.DefaultRunspace, Create);

    /// <summary>In the order in which they were made, which is that in which the servers answered. Another runspace that was handed one may have closed it.</summary>
    public IReadOnlyList<ServerConnection> Open
    {
        get
        {
            lock (_open)
            {
                return _open.Where(connection => connection.IsOpen).ToArray();
            }
        }
    }

    /// <summary>The open connections to the server of this name; where there is none, to those that match it as a wildcard pattern. The brackets of [::1] are no pattern.</summary>
    public IReadOnlyList<ServerConnection> Named(string name)
    {
        IReadOnlyList<ServerConnection> open = Open;
        ServerConnection[] exact = open.Where(connection => IsFor(connection, name)).ToArray();
        WildcardSet patterns = new([name]);
        return exact.Length > 0 ? exact : open.Where(connection => patterns.Match(connection.Server)).ToArray();
    }

    /// <summary>The servers that the latest attempt to connect to failed and that are not connected, so that a report over the others does not look complete.</summary>
    public IReadOnlyList<FailedConnection> Failed
    {
        get
        {
            lock (_open)
            {
                return _failed.Values.Where(failed => !_open.Any(connection => connection.IsOpen && IsFor(connection, failed.Server))).ToArray();
            }
        }
    }

    /// <summary>Remembers a server that could not be connected to.</summary>
    public void Fail(FailedConnection failed)
    {
        lock (_open)
        {
            _failed[failed.Server] = failed;
        }
    }

    /// <summary>Forgets the servers that could not be connected to; of a name or a pattern alone, where one is given.</summary>
    public void Forget(string? name = null)
    {
        WildcardSet patterns = new(name is null ? null : [name]);
        lock (_open)
        {
            foreach (string server in _failed.Keys.Where(server => name is null || patterns.Match(server)).ToArray())
            {
                _failed.Remove(server);
            }
        }
    }

    /// <summary>Adds a connection. An earlier one to the same server is closed, so that nothing acts with its user's rights any more.</summary>
    public void Add(ServerConnection connection)
    {
        lock (_open)
        {
            if (_isOver)
            {
                connection.Dispose();
                return;
            }

            _failed.Remove(connection.Server);
            foreach (ServerConnection other in _open.Where(other => IsFor(other, connection.Server)).ToArray())
            {
                _open.Remove(other);
                other.Dispose();
            }

            _open.Add(connection);
        }
    }

    public void Remove(ServerConnection connection)
    {
        lock (_open)
        {
            _open.Remove(connection);
        }
    }

    /// <summary>Closes those of the runspace that the module is removed from.</summary>
    public void Close()
    {
        lock (_open)
        {
            _open.ForEach(connection => connection.Dispose());
            _open.Clear();
            _failed.Clear();
        }
    }

    private static bool IsFor(ServerConnection connection, string server) => string.Equals(connection.Server, server, StringComparison.OrdinalIgnoreCase);

    private static RunspaceConnections Create(Runspace runspace)
    {
        RunspaceConnections connections = new();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                connections.CloseAll();
            }
        };
        return connections;
    }

    private void CloseAll()
    {
        lock (_open)
        {
            _isOver = true;
            Close();
        }
    }
}
