using System.Management.Automation;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Errors;
using RestoreSessions.Filters;
using RestoreSessions.Http;
using RestoreSessions.Parameters;

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
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Writes the organizations.</summary>
    private protected override void Process()
    {
        if (ParameterSetName == "All")
        {
            WriteNamed();
            return;
        }

        ForEach(Targets(), async (target, api, output) => output.Write(await api.GetOrganizationOfAsync(target.Id).ConfigureAwait(false)));
    }

    private void WriteNamed()
    {
        NameFilter names = new(Name);
        bool hasFailed = false;
        RunOnEach(Resolve(), async (server, output) =>
        {
            try
            {
                await output.Open(server).ListOrganizationsAsync(organizations => output.WriteAll(organizations.Where(organization => names.Match(organization.Name)))).ConfigureAwait(false);
            }
            catch (RestFailure)
            {
                hasFailed = true;
                throw;
            }
        });

        // A server that could not be asked may have it, and its error has been written.
        foreach (NameFilter.MissingName missing in hasFailed ? [] : names.Missing)
        {
            WriteError(ErrorRecords.RestoreOrganizationNotFound(missing.Name, missing.Like));
        }
    }
}
