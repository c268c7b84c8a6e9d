using System.Management.Automation;

namespace EmptyCmdlets;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommunications.Connect, "RestoreServer")]
public sealed class ConnectRestoreServerCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "RestoreServer")]
public sealed class DisconnectRestoreServerCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsData.Export, "RestoreSessionReport")]
public sealed class ExportRestoreSessionReportCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreConnection")]
public sealed class GetRestoreConnectionCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreOrganization")]
public sealed class GetRestoreOrganizationCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSession")]
public sealed class GetRestoreSessionCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionEvent")]
public sealed class GetRestoreSessionEventCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsCommon.Get, "RestoreSessionStatistics")]
public sealed class GetRestoreSessionStatisticsCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsLifecycle.Start, "RestoreSession")]
public sealed class StartRestoreSessionCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "RestoreSession")]
public sealed class StopRestoreSessionCommand : PSCmdlet;

/// <summary>Does nothing.</summary>
[Cmdlet(VerbsLifecycle.Wait, "RestoreSession")]
public sealed class WaitRestoreSessionCommand : PSCmdlet;
