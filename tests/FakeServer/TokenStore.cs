using System.Diagnostics;
using System.Security.Cryptography;

namespace FakeServer;

/// <summary>The tokens that the server has handed out.</summary>
internal sealed class TokenStore(ServerOptions options)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (long Issued, Account Owner)> _access = [];
    private readonly Dictionary<string, Account> _refresh = [];
    private readonly List<string> _issued = [];
    private readonly HashSet<Account> _owners = [];

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

    /// <summary>Who has logged on.</summary>
    public IReadOnlyList<Account> Owners
    {
        get
        {
            lock (_gate)
            {
                return [.. _owners];
            }
        }
    }

    public TokenPair LogOn(Account account)
    {
        lock (_gate)
        {
            Logons++;
            _owners.Add(account);
            return Issue(account);
        }
    }

    /// <summary>A new pair for a refresh token; null when that is refused.</summary>
    public TokenPair? TryRefresh(string token)
    {
        lock (_gate)
        {
            if (!_refresh.TryGetValue(token, out Account? owner) || (options.ServesOperatorLogonOnly && owner.Kind != AccountKind.Operator))
            {
                return null;
            }

            if (options.SingleUseRefreshTokens)
            {
                _refresh.Remove(token);
            }

            Refreshes++;
            return Issue(owner);
        }
    }

    /// <summary>Whose a token is; null when it is none, or has run out.</summary>
    public Account? OwnerOf(string? token)
    {
        lock (_gate)
        {
            return token is not null && _access.TryGetValue(token, out (long Issued, Account Owner) known)
                && Stopwatch.GetElapsedTime(known.Issued).TotalSeconds < options.TokenLifetimeSeconds ? known.Owner : null;
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

    private TokenPair Issue(Account owner)
    {
        string access = "access-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        string refresh = "refresh-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        _access[access] = (Stopwatch.GetTimestamp(), owner);
        _refresh[refresh] = owner;
        _issued.AddRange([access, refresh]);
        return new TokenPair(access, refresh, owner);
    }
}

/// <summary>What a logon or a refresh gives, and whose it is.</summary>
internal sealed record TokenPair(string Access, string Refresh, Account Owner);
