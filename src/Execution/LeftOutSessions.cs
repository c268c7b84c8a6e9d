using System.Management.Automation;
using RestoreSessions.Errors;

namespace RestoreSessions.Execution;

/// <summary>What failed servers cost a command that works on many sessions: one error for each server, and at the end the number of its sessions that were left out.</summary>
internal sealed class LeftOutSessions
{
    private readonly Dictionary<string, int> _byServer = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts a session of a server that has failed.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="error">Why; written for the first session alone.</param>
    /// <param name="write">Writes an error. With <c>-ErrorAction Stop</c>, it ends the script.</param>
    public void Add(string server, ErrorRecord error, Action<ErrorRecord> write)
    {
        if (!_byServer.TryGetValue(server, out int sessions))
        {
            write(error);
        }

        _byServer[server] = sessions + 1;
    }

    /// <summary>Writes the numbers.</summary>
    public void Write(Action<ErrorRecord> write)
    {
        foreach (KeyValuePair<string, int> server in _byServer)
        {
            write(ErrorRecords.SessionsLeftOut(server.Key, server.Value));
        }

        _byServer.Clear();
    }
}
