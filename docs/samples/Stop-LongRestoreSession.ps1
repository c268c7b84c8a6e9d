#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Stops restore sessions that somebody has left open for too long.
.DESCRIPTION
    A session keeps its backup mounted until it is stopped. Run this every hour: it returns the sessions that it has stopped.
    A server or a session that fails is an error, and the others go on.

    Exit codes: 0 all went well; 1 a server could not be asked or a session not be stopped.
.PARAMETER Server
    The servers to look at.
.PARAMETER Credential
    An account that may stop sessions on all of them.
.PARAMETER CertificateThumbprint
    The thumbprint of the only certificate to accept, where the servers' is self-signed.
.PARAMETER LongerThan
    How long a session may be open: 4 hours, unless you say otherwise.
.EXAMPLE
    ./Stop-LongRestoreSession.ps1 -Server vbo.contoso.local -Credential (Get-Secret vbo-operator) -WhatIf
    Says what it would stop. The credential comes from the Microsoft.PowerShell.SecretManagement module.
.EXAMPLE
    ./Stop-LongRestoreSession.ps1 -Server vbo1, vbo2 -Credential $credential -LongerThan 08:00:00 -Confirm:$false
    Stops what has been open for more than eight hours, without asking.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
[OutputType('RestoreSessions.RestoreSession')]
param(
    [Parameter(Mandatory)]
    [string[]] $Server,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [string] $CertificateThumbprint,

    [timespan] $LongerThan = '04:00:00'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$more = @{}
if ($CertificateThumbprint) {
    $more.CertificateThumbprint = $CertificateThumbprint
}

# With several servers, one that fails is an error and not the end.
$connections = @(Connect-RestoreServer -Server $Server -Credential $Credential -PassThru -ErrorAction Continue -ErrorVariable problems @more)
if ($connections.Count -eq 0) {
    exit 1
}

try {
    # The server leaves out what started too late to be too long.
    $limit = (Get-Date) - $LongerThan
    Get-RestoreSession -StartTimeTo $limit -State Working -Connection $connections -ErrorAction Continue -ErrorVariable +problems |
        ForEach-Object {
            if ($PSCmdlet.ShouldProcess("$($_.Workload) of $($_.Organization), opened by $($_.InitiatedBy) at $($_.CreationTime)", 'Stop restore session')) {
                $_ | Stop-RestoreSession -Confirm:$false -PassThru -ErrorAction Continue -ErrorVariable +problems
            }
        }
}
finally {
    Disconnect-RestoreServer -Connection $connections
}

exit [int]($problems.Count -gt 0)
