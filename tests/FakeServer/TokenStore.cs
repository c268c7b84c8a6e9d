using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;

namespace FakeServer;

/// <summary>The tokens that the server has handed out.</summary>
internal sealed class TokenStore(ServerOptions options)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, long> _access = [];
    private readonly HashSet<string> _refresh = [];
    private readonly List<string> _issued = [];

    public int Refreshes { get; private set; }

    public int Logons { get; private set; }

    public IReadOnlyList<string> Issued
    {
        get
        {
            lock (_gate)
            {
                return [.. _issued];
            }
        }
    }

    public (string Access, string Refresh) LogOn()
    {
        lock (_gate)
        {
            Logons++;
            return Issue();
        }
    }

    public (string Access, string Refresh)? TryRefresh(string token)
    {
        lock (_gate)
        {
            if (!_refresh.Contains(token))
            {
                return null;
            }

            if (options.SingleUseRefreshTokens)
            {
                _refresh.Remove(token);
            }

            Refreshes++;
            return Issue();
        }
    }

    public bool IsValid(string? token)
    {
        lock (_gate)
        {
            return token is not null && _access.TryGetValue(token, out long issued)
                && Stopwatch.GetElapsedTime(issued).TotalSeconds < options.TokenLifetimeSeconds;
        }
    }

    public void Revoke(string? token)
    {
        lock (_gate)
        {
            _access.Remove(token ?? "");
        }
    }

    public void ExpireAll()
    {
        lock (_gate)
        {
            _access.Clear();
        }
    }

    public void RevokeRefreshTokens()
    {
        lock (_gate)
        {
            _refresh.Clear();
        }
    }

    private (string Access, string Refresh) Issue()
    {
        string access = "access-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        string refresh = "refresh-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        _access[access] = Stopwatch.GetTimestamp();
        _refresh.Add(refresh);
        _issued.AddRange([access, refresh]);
        return (access, refresh);
    }
}
