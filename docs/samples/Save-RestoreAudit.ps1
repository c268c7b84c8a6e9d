#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Appends what is new to a trail: one run of a schedule.
.DESCRIPTION
    Run this every hour. It connects to the servers, appends what is new to the file, and disconnects. What one server does not
    answer does not keep it from reading the others; the next run makes up for it.

    Exit codes: 0 all that is new is in the file; 1 something could not be read or written, as the errors say.
.PARAMETER Server
    The servers to ask, each by the same name in every run.
.PARAMETER CredentialPath
    A file made with Get-Credential | Export-Clixml by the account that this runs as. On Windows, only this account on this machine can read it;
    elsewhere it is not encrypted, and only this account should be allowed to read it.
.PARAMETER Path
    The file to append to, in a folder that exists.
.PARAMETER CertificateThumbprint
    The thumbprint of the only certificate to accept, where the servers' is self-signed.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Save-RestoreAudit.ps1 -Server vbo1,vbo2 -CredentialPath reader.xml -Path restores.jsonl
    Appends what is new on two servers.
.EXAMPLE
    ./Save-RestoreAudit.ps1 -Server vbo.contoso.local -CredentialPath ./reader.xml -Path /var/log/audit/restores.jsonl -CertificateThumbprint $pin
    Does so for a server with a self-signed certificate.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $Server,

    [Parameter(Mandatory)]
    [string] $CredentialPath,

    [Parameter(Mandatory)]
    [string] $Path,

    [string] $CertificateThumbprint
)

Set-StrictMode -Version Latest

$more = @{}
if ($CertificateThumbprint) {
    $more.CertificateThumbprint = $CertificateThumbprint
}

# -File hands "a,b" over as one text.
$names = $Server -split ','
$problems = @()
$connections = @()
try {
    $credential = Import-Clixml -LiteralPath $CredentialPath -ErrorAction Stop
    Connect-RestoreServer -Server $names -Credential $credential -PassThru -ErrorAction Continue -ErrorVariable +problems -OutVariable connections @more | Out-Null
    if ($connections.Count -gt 0) {
        Export-RestoreSessionAudit -Path $Path -Connection $connections -ErrorAction Continue -ErrorVariable +problems
    }
}
catch {
    $problems += $_
    Write-Error -ErrorRecord $_ -ErrorAction Continue
}
finally {
    if ($connections.Count -gt 0) {
        Disconnect-RestoreServer -Connection $connections -ErrorAction Continue
    }
}

exit [int]($problems.Count -gt 0)
