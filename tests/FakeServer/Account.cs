namespace FakeServer;

/// <summary>What an account is to the server.</summary>
public enum AccountKind
{
    /// <summary>Sees every session and every organization, and has none of its own.</summary>
    Administrator,

    /// <summary>Stands for the organization whose credentials it logs on with.</summary>
    Tenant,

    /// <summary>Restores for others, and sees the sessions that it opened itself.</summary>
    Operator,
}

/// <summary>Someone who may log on.</summary>
public sealed record Account
{
    /// <summary>What it is to the server.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>Its name.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Its password; null for one that logs on by assertion alone.</summary>
    public string? Password { get; init; }

    /// <summary>What it sends as client_id beside the assertion.</summary>
    public string? ClientId { get; init; }

    /// <summary>The assertion that is accepted; null for one that logs on by password alone.</summary>
    public string? Assertion { get; init; }

    /// <summary>The name of its organization.</summary>
    public string? Organization { get; init; }

    internal bool Sees(SessionRecord session) => Kind switch
    {
        AccountKind.Administrator => true,
        AccountKind.Tenant => session.Organization == Organization,
        _ => session.InitiatedBy == UserName,
    };
}
