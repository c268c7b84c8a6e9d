<#
.SYNOPSIS
    Stops restore sessions that somebody has left open for too long.
.DESCRIPTION
    A session keeps its backup mounted until it is stopped. Run this every hour; it returns what it has stopped.
.EXAMPLE
    ./Stop-LongRestoreSession.ps1 -Server vbo.contoso.local -Credential $credential
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string[]] $Server,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [timespan] $LongerThan = '04:00:00'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$connections = Connect-RestoreServer -Server $Server -Credential $Credential -PassThru
$limit = (Get-Date) - $LongerThan

# Sessions are listed by their start, so the server leaves out what is too young.
Get-RestoreSession -StartTimeTo $limit -State Working -Connection $connections |
    ForEach-Object {
        if ($PSCmdlet.ShouldProcess("$($_.Workload) of $($_.Organization), open since $($_.CreationTime)", 'Stop')) {
            $_ | Stop-RestoreSession -Confirm:$false -PassThru
        }
    }
