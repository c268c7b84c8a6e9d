#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Stops restore sessions that somebody has left open for too long.
.DESCRIPTION
    A session keeps its backup mounted until it is stopped. Run this every hour: it returns the sessions that it has stopped.
    A server or a session that fails is an error, and the others go on.

    How long a session has been open is measured by the clock of its server, which may differ from this machine's. A server that does not
    tell its time is an error, and nothing is stopped on it.

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
    How long a session may be open: 4 hours, unless you say otherwise; a minute at least.
.PARAMETER TimeoutSec
    How long to wait, in seconds and for all of them together, for sessions that do not stop at once: 60, unless you say otherwise.
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

    [ValidateScript({ $_ -ge '00:01:00' -or $(throw "-LongerThan $_ is less than a minute. Eight hours are 08:00:00; a number alone counts units of 100 ns.") })]
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

    # By server: what was opened before this has been open for too long.
    $limits = @{}
    foreach ($connection in $connections) {
        if ($null -eq $connection.ServerTimeUtc) {
            Write-Error "$connection does not tell its time. Nothing is stopped on it." -ErrorAction Continue -ErrorVariable +problems
        }
        else {
            $limits["$connection"] = $connection.ServerTimeUtc - $LongerThan
        }
    }

    if ($limits.Count -gt 0) {
        # The servers leave out what started too late to be too long. Stop-RestoreSession asks, or says what it would do.
        $timely = @($connections | Where-Object { $limits.ContainsKey("$_") })
        $latest = $limits.Values | Sort-Object | Select-Object -Last 1
        Get-RestoreSession -StartTimeTo $latest -State Working -Connection $timely -ErrorAction Continue -ErrorVariable +problems |
            Where-Object { $_.CreationTimeUtc -lt $limits[$_.Server] } |
            Stop-RestoreSession -PassThru -ErrorAction SilentlyContinue -ErrorVariable notStopped

        # A session that takes longer to stop is waited for.
        $slow = @($notStopped | Where-Object FullyQualifiedErrorId -Like 'RestoreSessionNotStopped*')
        $notStopped | Where-Object { $_ -notin $slow } | ForEach-Object { Write-Error -ErrorRecord $_ -ErrorAction Continue -ErrorVariable +problems }
        if ($slow.Count -gt 0) {
            $slow.TargetObject | Wait-RestoreSession -TimeoutSec $TimeoutSec -ErrorAction Continue -ErrorVariable +problems
        }
    }
}
finally {
    if ($connections.Count -gt 0) {
        Disconnect-RestoreServer -Connection $connections
    }
}

exit [int]($problems.Count -gt 0)
