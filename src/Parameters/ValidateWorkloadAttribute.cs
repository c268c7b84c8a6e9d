using System.Management.Automation;
using RestoreSessions.Text;

namespace RestoreSessions.Parameters;

/// <summary>Rejects a workload that no server is known to open, before anything is sent.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateWorkloadAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <exception cref="ValidationMetadataException">The workload is not known.</exception>
    protected override void ValidateElement(object element)
    {
        string word = element as string ?? "";
        if (!Workloads.Names.Concat(Workloads.Types).Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException($"'{VisibleText.Truncate(word)}' is none of {string.Join(", ", Workloads.Names)}, or of the server's {string.Join(", ", Workloads.Types)}.");
        }
    }
}
