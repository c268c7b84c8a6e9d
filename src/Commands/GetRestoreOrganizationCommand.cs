using System.Linq;
using System.Management.Automation;
using RestoreSessions.Pipeline;

namespace RestoreSessions.Commands;

/// <summary>Gets the organizations that the servers back up: all, or those that sessions were opened for.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreOrganization", DefaultParameterSetName = "All", HelpUri = OnlineHelp.Organizations)]
[OutputType(typeof(RestoreOrganization))]
public sealed class GetRestoreOrganizationCommand : SessionCommand
{
    /// <summary>Only organizations with these names. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "All")]
    [ArgumentCompleter(typeof(NameCompleter))]
    [SupportsWildcards]
    [ValidateWildcard]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Writes the organizations.</summary>
    private protected override void Process()
    {
        if (ParameterSetName == "All")
        {
            Patterns names = new(Name);
            RunOnEach((api, output) => api.ListOrganizationsAsync(
                organizations => output.WriteAll(organizations.Where(organization => names.Match(organization.Name)))));
            return;
        }

        ForEach(Targets(), async (target, api, output) => output.Write(await api.GetOrganizationOfAsync(target.Id).ConfigureAwait(false)));
    }
}
