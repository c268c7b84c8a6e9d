using System.Management.Automation;
using System.Text.RegularExpressions;

namespace RestoreSessions.Parameters;

/// <summary>Refuses what is no client ID. The error does not repeat it, because it may be the assertion.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateClientIdAttribute : ValidateArgumentsAttribute
{
    private const int Longest = 120;

    // Two GUIDs with a dot between them have 73 characters.
    private static readonly Regex ClientId = new($@"^[A-Za-z0-9._@:-]{{1,{Longest}}}\z", RegexOptions.CultureInvariant);

    /// <exception cref="ValidationMetadataException">It is none.</exception>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string text || !ClientId.IsMatch(text))
        {
            throw new ValidationMetadataException($"A client ID has 1 to {Longest} letters, digits and the characters . _ @ : -, such as an application ID or userId.tenantId. An assertion goes to -Assertion.");
        }
    }
}
