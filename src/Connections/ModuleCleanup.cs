using System.Management.Automation;

namespace RestoreSessions.Connections;

/// <summary>Closes this runspace's connections when the module is removed from it. PowerShell finds it, which has to be public for that.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Called by Remove-Module, on the pipeline's thread.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceConnections.Current.Close();
}
