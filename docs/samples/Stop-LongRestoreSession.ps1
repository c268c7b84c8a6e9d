#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Stops restore sessions that somebody has left open for too long.
.DESCRIPTION
    A session keeps its backup mounted until it is stopped. Run this every hour: it returns the sessions that it has stopped.
    A server or a session that fails is an error, and the others go on.

    A server may accept a stop and the session go on working. Each session is therefore looked at again until it has stopped; one that is
    still working when the time is over is an error.

    Exit codes: 0 all went well; 1 a server could not be asked, a session could not be stopped, or one is still working after its stop.
.PARAMETER Server
    The servers to look at.
.PARAMETER Credential
    An account that may stop sessions on all of them.
.PARAMETER CertificateThumbprint
    The thumbprint of the only certificate to accept, where the servers' is self-signed.
.PARAMETER LongerThan
    How long a session may be open: 4 hours, unless you say otherwise.
.PARAMETER TimeoutSec
    How long to wait, in seconds and for all sessions together, until they have stopped: 60, unless you say otherwise.
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

    [timespan] $LongerThan = '04:00:00',

    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 60
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$more = @{}
if ($CertificateThumbprint) {
    $more.CertificateThumbprint = $CertificateThumbprint
}

$connections = @()
try {
    # With several servers, one that fails is an error and not the end.
    Connect-RestoreServer -Server $Server -Credential $Credential -PassThru -ErrorAction Continue -ErrorVariable problems -OutVariable connections @more | Out-Null
    if ($connections.Count -gt 0) {
        # The server leaves out what started too late to be too long.
        $limit = (Get-Date) - $LongerThan
        $asked = @(Get-RestoreSession -StartTimeTo $limit -State Working -Connection $connections -ErrorAction Continue -ErrorVariable +problems |
            ForEach-Object {
                if ($PSCmdlet.ShouldProcess("$($_.Workload) of $($_.Organization), opened by $($_.InitiatedBy) at $($_.CreationTime)", 'Stop restore session')) {
                    $_ | Stop-RestoreSession -Confirm:$false -PassThru -ErrorAction Continue -ErrorVariable +problems
                }
            })
        if ($asked.Count -gt 0) {
            $asked | Wait-RestoreSession -TimeoutSec $TimeoutSec -ErrorAction Continue -ErrorVariable +problems
        }
    }
}
finally {
    if ($connections.Count -gt 0) {
        Disconnect-RestoreServer -Connection $connections
    }
}

exit [int]($problems.Count -gt 0)
