namespace RestoreSessions.Api.Authentication;

/// <summary>What someone logs on with in place of a password, once: who it is, and what the Microsoft identity platform said of them.</summary>
/// <param name="clientId">An application id, or <c>userId.tenantId</c>; sent as it is.</param>
/// <param name="value">A token, or the JSON document that contains one; sent as it is.</param>
/// <param name="isOperator">Whether it is the logon of a restore operator, and not of a tenant.</param>
internal sealed class ClientAssertion(string clientId, string value, bool isOperator)
{
    public string ClientId { get; } = clientId;

    public string Value { get; } = value;

    public bool IsOperator { get; } = isOperator;
}
