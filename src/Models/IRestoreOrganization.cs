namespace RestoreSessions;

/// <summary>An organization of <c>Get-RestoreOrganization</c>, for a parameter that takes nothing else.</summary>
/// <remarks>PowerShell makes a <see cref="RestoreOrganization"/> of any text or Guid; where sessions are piped, too, these are identifiers of sessions.</remarks>
public interface IRestoreOrganization
{
    /// <summary>The name, such as <c>contoso.onmicrosoft.com</c>.</summary>
    string? Name { get; }
}
